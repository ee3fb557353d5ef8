/// Which release of the referral bus this is; every program says it by `--version`, and CHANGELOG.md begins with it.
public enum Release {
    /// Major, minor, patch (Semantic Versioning 2.0.0).
    public static let version = "0.2.0"
}
