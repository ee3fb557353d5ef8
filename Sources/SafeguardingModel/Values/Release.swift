/// The release of the referral bus; every program prints it by `--version`, and CHANGELOG.md begins with it.
public enum Release {
    /// Major, minor, patch (Semantic Versioning 2.0.0).
    public static let version = "0.2.0"
}
