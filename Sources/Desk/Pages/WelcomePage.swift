import DaemonKit

/// The page after signing in by the provider, which leads on to the desk.
///
/// A redirection would not do: browsers send none of our cookies along one that began at another site.
struct WelcomePage {
    let site: String
    let href: String

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Signed in · \(site)</title>
        <link rel="stylesheet" href="/assets/desk.css">
        </head>
        <body>
        <main id="main"><h1>You are signed in</h1>
        <p><a href="\(href)">Go on to the desk</a></p></main>
        </body>
        </html>
        """
    }
}
