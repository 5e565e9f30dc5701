//! What operators count: requests, their answers, and how long these took, for Prometheus.
//!
//! The number of series is fixed by the routes, whatever is asked for: [`Recorded::start`] registers each once, and to record a request is to
//! add to numbers that are there. That is why the route, the exact status and the time stand in metrics of their own: their product would be
//! thousands of series.

use std::{collections::HashMap, sync::OnceLock, time::Duration};

use axum::response::Response;
use http_body::Body as _;
use metrics::{Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};

/// The upper bounds of the times that are told apart, in seconds.
pub const SECONDS: [f64; 12] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 20.0];

/// The metric that has them.
pub const DURATION: &str = "http_request_duration_seconds";

/// The statuses that are counted one by one.
const CODES: [u16; 19] = [200, 204, 206, 304, 307, 308, 400, 404, 405, 406, 409, 413, 414, 416, 429, 431, 500, 503, 504];

/// The first digits of statuses.
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// The route of requests that have none, and of those whose method is not GET.
const NO_ROUTE: [&str; 2] = ["none", "any"];

/// Everything that is recorded, where somebody reads it.
static RECORDED: OnceLock<Recorded> = OnceLock::new();

struct Recorded {
    routes: HashMap<String, [Counter; 4]>,
    others: [(&'static str, [Counter; 4]); 3],
    codes: [(u16, Counter); CODES.len()],
    other_codes: Counter,
    durations: [Histogram; 4],
    bytes: Counter,
    in_flight: Gauge,
    refused: [Counter; 5],
    kept: [Counter; 2],
}

/// How an answer came about: what its duration is worth depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was kept ready.
    Kept,
    /// It was made, and sent when it was whole.
    Made,
    /// It was sent as it was made: its duration is also the client's.
    Streamed,
    /// It is an error.
    Error,
}

impl Answer {
    const NAMES: [&'static str; 4] = ["kept", "made", "streamed", "error"];

    /// How an answer did that was not kept.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        if response.status().is_client_error() || response.status().is_server_error() {
            Self::Error
        } else if response.body().size_hint().exact().is_some() {
            Self::Made
        } else {
            Self::Streamed
        }
    }
}

/// Why a request was turned away before any work was done for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too many are in flight.
    InFlight,
    /// Its client asks too often.
    Rate,
    /// It has a body.
    Body,
    /// Its address or its headers are too long.
    Size,
    /// It took too long: of these alone, work was done.
    Time,
}

impl Refusal {
    const NAMES: [&'static str; 5] = ["in_flight", "rate", "body", "size", "time"];

    /// Counts one.
    pub fn count(self) {
        if let Some(recorded) = RECORDED.get() {
            recorded.refused[self as usize].increment(1);
        }
    }
}

/// Counts a look among the answers that are kept ready.
pub fn looked_up(found: bool) {
    if let Some(recorded) = RECORDED.get() {
        recorded.kept[usize::from(found)].increment(1);
    }
}

/// A request in flight, for as long as this lives.
#[derive(Debug)]
pub struct InFlight(());

impl InFlight {
    /// Begins one.
    #[must_use]
    pub fn begin() -> Self {
        if let Some(recorded) = RECORDED.get() {
            recorded.in_flight.increment(1);
        }
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Some(recorded) = RECORDED.get() {
            recorded.in_flight.decrement(1);
        }
    }
}

/// Records a request that is done.
pub fn observe(method: &str, route: Option<&str>, status: u16, answer: Answer, bytes: u64, took: Duration) {
    let Some(recorded) = RECORDED.get() else { return };
    let class = usize::from((status / 100).clamp(2, 5) - 2);
    let counters = match method {
        "GET" => route.and_then(|route| recorded.routes.get(route)).or_else(|| recorded.routes.get(NO_ROUTE[0])),
        "HEAD" => Some(&recorded.others[0].1),
        "OPTIONS" => Some(&recorded.others[1].1),
        _ => Some(&recorded.others[2].1),
    };
    if let Some(counters) = counters {
        counters[class].increment(1);
    }
    let code = recorded.codes.iter().find(|(code, _)| *code == status).map_or(&recorded.other_codes, |(_, counter)| counter);
    code.increment(1);
    recorded.durations[answer as usize].record(took);
    recorded.bytes.increment(bytes);
}

/// Begins recording, with series for these routes. Before that, and without a recorder for the whole program, nothing is recorded.
pub fn start<'a>(routes: impl Iterator<Item = &'a str>) {
    describe();
    RECORDED.get_or_init(|| Recorded::registered(routes));
}

impl Recorded {
    fn registered<'a>(routes: impl Iterator<Item = &'a str>) -> Self {
        let requests = |method: &'static str, route: &str| {
            CLASSES.map(|class| counter!("http_requests_total", "method" => method, "route" => route.to_owned(), "status" => class))
        };
        let code = |code: u16| counter!("http_responses_total", "code" => code.to_string());
        let refused = |reason| counter!("onrecord_requests_refused_total", "reason" => reason);
        let kept = |result| counter!("onrecord_answers_looked_up_total", "result" => result);
        Self {
            routes: routes.chain([NO_ROUTE[0]]).map(|route| (route.to_owned(), requests("GET", route))).collect(),
            others: ["HEAD", "OPTIONS", "other"].map(|method| (method, requests(method, NO_ROUTE[1]))),
            codes: CODES.map(|status| (status, code(status))),
            other_codes: counter!("http_responses_total", "code" => "other"),
            durations: Answer::NAMES.map(|answer| histogram!(DURATION, "answer" => answer)),
            bytes: counter!("http_response_body_bytes_total"),
            in_flight: gauge!("http_requests_in_flight"),
            refused: Refusal::NAMES.map(refused),
            kept: ["miss", "hit"].map(kept),
        }
    }
}

/// What each metric says, for the one who reads them all.
fn describe() {
    describe_counter!(
        "http_requests_total",
        "Requests by method, route and class of status; the route of methods other than GET is not told apart"
    );
    describe_counter!("http_responses_total", "Responses by exact status");
    describe_histogram!(DURATION, Unit::Seconds, "From a request's headers to the last byte of its answer, by how the answer came about");
    describe_counter!("http_response_body_bytes_total", Unit::Bytes, "Bytes of bodies that were sent");
    describe_gauge!("http_requests_in_flight", "Requests whose answer is not sent yet");
    describe_gauge!("http_connections", "Open connections");
    describe_counter!("http_connections_failed_total", "Connections that could not be accepted, as where too many files are open");
    describe_counter!(
        "onrecord_requests_refused_total",
        "Requests turned away, by reason: in_flight, rate, body, size; and those given up, time"
    );
    describe_counter!("onrecord_answers_looked_up_total", "Looks among the answers that are kept ready");
    describe_gauge!("onrecord_answers_kept_bytes", Unit::Bytes, "Memory of the answers that are kept ready");
    describe_counter!(
        "onrecord_database_questions_total",
        "Questions to the database, by outcome: answered where they were asked (short), on a thread of their own (long), ended by the deadline (too_long), by want of a thread (busy), by a client that went away (abandoned)"
    );
    describe_gauge!("onrecord_snapshot_last_check_timestamp_seconds", Unit::Seconds, "When the server last looked for a new snapshot");
    describe_counter!("onrecord_snapshots_refused_total", "Snapshots that were not taken up, because they could not be read");
    describe_gauge!("onrecord_records", "Records of the dataset that is served, by resource");
    describe_gauge!("process_resident_memory_bytes", Unit::Bytes, "Resident memory");
    describe_gauge!("process_start_time_seconds", Unit::Seconds, "When the process started, in seconds since 1970");
    describe_gauge!("process_open_fds", "Open files and connections");
}
