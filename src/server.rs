//! The listener: connections in, the application behind them, and an orderly end.

use std::{io, sync::Arc, time::Duration};

use hyper::server::conn::http1::Builder;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::Semaphore,
};

use tokio_io_timeout::TimeoutStream;

use crate::http::{Completed, Front, MAX_HEADER_BYTES};

/// How many connections are open at once; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 4096;

/// How long a client may take to send the headers of a request.
const HEADER_TIME_OUT: Duration = Duration::from_secs(10);

/// How long a client may take to read nothing of what it is sent.
const WRITE_TIME_OUT: Duration = Duration::from_secs(30);

/// How long requests under way may take after the signal to stop.
const SHUTDOWN_TIME_OUT: Duration = Duration::from_secs(20);

/// How long to wait after an error of `accept`, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The signals that tell the program to stop: SIGTERM and SIGINT.
pub struct Stop(Signal, Signal);

impl Stop {
    /// Listens for them from now on.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn listen() -> io::Result<Self> {
        Ok(Self(signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?))
    }

    /// Waits for one of them.
    pub async fn told(&mut self) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
        }
    }
}

/// Serves until it is told to stop, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, app: Front, mut stop: Stop) {
    let mut builder = Builder::new();
    // Read more than is allowed, so that the application can say what is too much. HTTP/2 is for the proxy in front: between the two it gains
    // nothing, and here it would bring connections that no header time-out ends.
    // The number of header lines is hyper's own bound, 100, for which it needs no memory of the heap.
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME_OUT).max_buf_size(MAX_HEADER_BYTES * 8);
    builder.half_close(true);
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = stop.told() => break,
        };
        let (stream, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(app.clone());
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME_OUT));
        let connection = builder.serve_connection(TokioIo::new(Completed::new(Box::pin(stream))), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping: requests under way are finished first");
    if tokio::time::timeout(SHUTDOWN_TIME_OUT, graceful.shutdown()).await.is_err() {
        tracing::warn!(seconds = SHUTDOWN_TIME_OUT.as_secs(), "some requests did not finish in time");
    }
    tracing::info!("stopped");
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<(tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, place))
}
