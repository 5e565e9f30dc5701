//! Answers every path with one body of so many bytes: `prebuilt 127.0.0.1:9001 2048`.

use axum::{Router, body::Bytes, http::header};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("an address and a port");
    let length: usize = arguments.next().expect("a number of bytes").parse().expect("a number of bytes");
    let body = Bytes::from("x".repeat(length));
    let app = Router::new().fallback(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], body) }
    });
    let listener = tokio::net::TcpListener::bind(address).await.expect("a free port");
    axum::serve(listener, app).await.expect("an end by a signal");
}
