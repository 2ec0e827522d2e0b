//! The page, and the headers that protect it.

use http::Request;
use runtime::Bytes;
use socialmessaging::emulator::Emulator;

async fn get(path: &str) -> http::Response<Bytes> {
    let request = Request::get(path).body(Bytes::new()).unwrap();
    Emulator::new().server().handle(request).await.unwrap()
}

#[tokio::test]
async fn serves_the_page_and_its_files() {
    for (path, content_type, start) in [
        ("/", "text/html; charset=utf-8", "<!doctype html>"),
        (
            "/_emulator/page/app.js",
            "text/javascript; charset=utf-8",
            "",
        ),
        ("/_emulator/page/style.css", "text/css; charset=utf-8", ""),
    ] {
        let response = get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(response.body().starts_with(start.as_bytes()), "{path}");
        assert!(response.body().len() > start.len(), "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), content_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
    }
}

#[tokio::test]
async fn serves_no_other_files() {
    for path in [
        "/_emulator/page/",
        "/_emulator/page/../mod.rs",
        "/index.html",
    ] {
        assert_eq!(get(path).await.status(), 404, "{path}");
    }
}
