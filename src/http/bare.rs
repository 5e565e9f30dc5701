//! Errors of the connection itself. A request that is no HTTP, or whose first line is too long to be read, never reaches the application:
//! hyper answers it with a bare status line. This stream, which stands between hyper and the socket, gives such an answer its problem.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::error::{self, PROBLEM_JSON};

/// A stream whose bare HTTP/1.1 errors leave with a body.
#[derive(Debug)]
pub struct Completed<S> {
    stream: S,
    /// What is sent in place of a bare answer, how much of it is sent, and how long the bare one was.
    instead: Option<(Vec<u8>, usize, usize)>,
}

impl<S> Completed<S> {
    /// Wraps a connection.
    pub fn new(stream: S) -> Self {
        Self { stream, instead: None }
    }
}

impl<S: AsyncWrite + Unpin> Completed<S> {
    /// Sends what stands in place of a bare answer; then says that the bare one was sent.
    fn poll_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while let Some((bytes, sent, length)) = &mut self.instead {
            if *sent == bytes.len() {
                let length = *length;
                self.instead = None;
                return Poll::Ready(Ok(length));
            }
            match ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[*sent..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => *sent += written,
            }
        }
        Poll::Ready(Ok(0))
    }

    fn notice(&mut self, bytes: &[u8]) -> bool {
        if self.instead.is_none() {
            self.instead = completed(bytes).map(|instead| (instead, 0, bytes.len()));
        }
        self.instead.is_some()
    }
}

/// The answer with its problem, where `bytes` are an error without a body. The application's own errors always have a content type.
fn completed(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"HTTP/1.1 4") && !bytes.starts_with(b"HTTP/1.1 5") {
        return None;
    }
    let head = std::str::from_utf8(bytes).ok()?.strip_suffix("\r\n\r\n")?;
    let bare = head.contains("\r\ncontent-length: 0") && !head.contains("\r\ncontent-type:");
    let status = head.get(9..12).filter(|_| bare)?.parse().ok()?;
    let (request_id, body) = error::of_connection(status);
    let head = head.replace("\r\ncontent-length: 0", "");
    let headers = format!(
        "content-type: {PROBLEM_JSON}\r\ncontent-length: {}\r\ncache-control: no-store\r\naccess-control-allow-origin: *\r\n\
         x-content-type-options: nosniff\r\nx-request-id: {request_id}",
        body.len()
    );
    Some([head.as_bytes(), b"\r\n", headers.as_bytes(), b"\r\n\r\n", &body].concat())
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Completed<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.notice(bytes) { self.poll_instead(context) } else { Pin::new(&mut self.stream).poll_write(context, bytes) }
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let first = slices.first().map_or(&[][..], |slice| slice);
        if self.notice(first) { self.poll_instead(context) } else { Pin::new(&mut self.stream).poll_write_vectored(context, slices) }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Completed<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}
