//! The listener: connections in, the application behind them, and an orderly end.

use std::{
    convert::Infallible,
    io::{
        self,
        ErrorKind::{ConnectionAborted, ConnectionReset, WouldBlock},
    },
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{BoxError, Router};
use http_body::Body;
use hyper::{Request, Response, body::Incoming, server::conn::http1::Builder};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use ipnet::IpNet;
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tower::Service;

use crate::http::{Completed, Front, Leaving, MAX_HEADER_BYTES};

/// How many connections operators may have open at once, besides those of everybody.
const ADMIN_CONNECTIONS: usize = 64;

/// How long a client may take to read nothing of what it is sent.
const WRITE_TIME_OUT: Duration = Duration::from_secs(30);

/// How long to wait after an error of `accept`, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The signals that tell the program to stop: SIGTERM and SIGINT.
pub struct Stop(Signal, Signal);

/// Who told the program to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// SIGTERM: whoever manages the program, and the load balancer before it.
    Terminate,
    /// SIGINT: somebody at a terminal.
    Interrupt,
}

impl Stop {
    /// Listens for them from now on.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn listen() -> io::Result<Self> {
        Ok(Self(signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?))
    }

    /// Waits for one of them.
    pub async fn told(&mut self) -> Told {
        tokio::select! {
            _ = self.0.recv() => Told::Terminate,
            _ = self.1.recv() => Told::Interrupt,
        }
    }
}

/// How connections are kept, and how they end.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many are open at once; more wait in the kernel's queue.
    pub max_connections: usize,
    /// How long a client may take to send the headers of its next request, counted from when it could begin: what idles longer is closed.
    pub idle: Duration,
    /// How long the server goes on after SIGTERM, not ready, so that load balancers see it before connections are refused.
    pub lame_duck: Duration,
    /// How long requests under way may take after that.
    pub grace: Duration,
    /// The networks of the proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Options {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { max_connections: 4096, idle: seconds(10), lame_duck: seconds(5), grace: seconds(20), trusted_proxies: Vec::new() }
    }
}

/// The server, before it serves.
pub struct Server {
    /// What answers everybody.
    pub app: Front,
    /// What answers operators, on a listener of its own.
    pub admin: Option<(TcpListener, Router)>,
    /// How connections are kept.
    pub options: Options,
    /// Says that the server is about to stop: the application's readiness follows it.
    pub leaving: Leaving,
}

impl Server {
    /// Serves until it is told to stop, then lets the requests under way finish. Told a second time, it ends at once.
    pub async fn serve(self, listener: TcpListener, mut stop: Stop) {
        let Self { app, admin, options, leaving } = self;
        if let Some((listener, app)) = admin {
            // Until the program ends: whoever watches the end of a server asks it there.
            let mut doors = Doors::new(move |_| app.clone(), ADMIN_CONNECTIONS, &options);
            tokio::spawn(async move { doors.keep_open(&listener).await });
        }
        let trusted: Arc<[IpNet]> = options.trusted_proxies.clone().into();
        let mut doors = Doors::new(move |peer| app.facing(peer, &trusted), options.max_connections, &options);
        doors.connections = Some(metrics::gauge!("http_connections"));
        let told = tokio::select! {
            told = stop.told() => told,
            () = doors.keep_open(&listener) => return,
        };
        leaving.begin();
        if told == Told::Terminate && !options.lame_duck.is_zero() {
            tracing::info!(seconds = options.lame_duck.as_secs(), "stopping: not ready any more, and answering until load balancers know");
            tokio::select! {
                _ = stop.told() => return tracing::warn!("told to stop twice: stopped at once"),
                () = doors.keep_open(&listener) => return,
                () = tokio::time::sleep(options.lame_duck) => {}
            }
        }
        doors.take_in(listener);
        tracing::info!("stopping: requests under way are finished first");
        tokio::select! {
            _ = stop.told() => tracing::warn!("told to stop twice: stopped at once"),
            () = doors.graceful.shutdown() => tracing::info!("stopped"),
            () = tokio::time::sleep(options.grace) => {
                tracing::warn!(seconds = options.grace.as_secs(), "stopped: some requests did not finish in time");
            }
        }
    }
}

/// Takes connections in.
struct Doors<A> {
    builder: Builder,
    /// The application for a connection from an address.
    app: A,
    places: Arc<Semaphore>,
    graceful: GracefulShutdown,
    connections: Option<metrics::Gauge>,
}

impl<A, S, B> Doors<A>
where
    A: Fn(IpAddr) -> S,
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send> + Clone + Send + 'static,
    B: Body<Data: Send, Error: Into<BoxError>> + Send + 'static,
{
    fn new(app: A, places: usize, options: &Options) -> Self {
        let mut builder = Builder::new();
        // Read more than is allowed, so that the application can say what is too much. HTTP/2 is for the proxy in front: between the two it gains
        // nothing, and here it would bring connections that no header time-out ends.
        // The number of header lines is hyper's own bound, 100, for which it takes no memory of the heap.
        builder.timer(TokioTimer::new()).header_read_timeout(options.idle).max_buf_size(MAX_HEADER_BYTES * 8);
        builder.half_close(true);
        Self { builder, app, places: Arc::new(Semaphore::new(places)), graceful: GracefulShutdown::new(), connections: None }
    }

    /// Takes connections in for ever. What keeps it from that, such as too many open files, is said once, and once that it is over.
    async fn keep_open(&mut self, listener: &TcpListener) {
        let mut failing = false;
        loop {
            let Ok(place) = self.places.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    if std::mem::take(&mut failing) {
                        tracing::info!("connections are accepted again");
                    }
                    self.let_in(stream, peer, Some(place));
                }
                // Who knocked has gone away again.
                Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionReset) => {}
                Err(error) => {
                    metrics::counter!("http_connections_failed_total").increment(1);
                    if !std::mem::replace(&mut failing, true) {
                        tracing::warn!(%error, "connections are not accepted");
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Closes the doors behind those who stand in the queue already: to their clients they are connected.
    fn take_in(&mut self, listener: TcpListener) {
        let Ok(listener) = listener.into_std() else { return };
        loop {
            match listener.accept() {
                Ok((stream, peer)) => {
                    if stream.set_nonblocking(true).is_ok()
                        && let Ok(stream) = TcpStream::from_std(stream)
                    {
                        self.let_in(stream, peer, None);
                    }
                }
                Err(error) if error.kind() == WouldBlock => return,
                Err(error) => return tracing::warn!(%error, "connections that waited were not accepted"),
            }
        }
    }

    fn let_in(&self, stream: TcpStream, peer: SocketAddr, place: Option<OwnedSemaphorePermit>) {
        // It serves without as well, only slower.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME_OUT));
        let service = TowerToHyperService::new((self.app)(peer.ip()));
        let connection = self.builder.serve_connection(TokioIo::new(Completed::new(Box::pin(stream))), service);
        let connection = self.graceful.watch(connection);
        let open = self.connections.clone();
        if let Some(open) = &open {
            open.increment(1);
        }
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            if let Some(open) = open {
                open.decrement(1);
            }
            drop(place);
        });
    }
}

/// Lets the program open as many files, and so connections, as it may at all: often it may open only 1,024 unless it asks for more.
pub fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }).is_err() {
        tracing::debug!("the limit of open files could not be raised");
    }
}
