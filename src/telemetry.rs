//! Logs: for people on a terminal, as JSON lines elsewhere. Always to standard error, so that standard output stays the program's own.
//! Metrics and spans, where an operator asks for them.

mod lines;
#[cfg(feature = "otlp")]
mod spans;

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use clap::ValueEnum;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use self::lines::AtOnce;
pub use self::lines::{flush, json};
#[cfg(feature = "otlp")]
pub use self::spans::Spans;

/// How often what was recorded is added up. Until then each duration takes memory of its own.
const UPKEEP: Duration = Duration::from_secs(1);

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people where standard error is a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// Starts logging.
///
/// # Errors
/// Where `filter` is not a list of log directives such as `info` or `onrecord=debug,warn`.
pub fn start(format: LogFormat, filter: &str) -> anyhow::Result<()> {
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    let is_directive = |part: &str| part.contains(['=', '[']) || levels.contains(&part.trim().to_lowercase().as_str());
    if let Some(word) = filter.split(',').find(|part| !is_directive(part)) {
        anyhow::bail!("--log: `{word}` is not a level: use one of {}, or directives such as onrecord=debug,warn", levels.join(", "));
    }
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| anyhow::anyhow!("--log {filter:?} is not a log filter ({error}): try info, debug or warn"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer().with_writer(AtOnce).with_target(false);
    let json = match format {
        LogFormat::Auto => !io::stderr().is_terminal(),
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    if json {
        lines::gather()?;
        registry.with(layer.json().flatten_event(true).with_current_span(false)).init();
    } else {
        registry.with(layer.with_ansi(io::stderr().is_terminal())).init();
    }
    Ok(())
}

/// Records from now on whatever the program counts; durations, in the metric of this name, by these upper bounds.
///
/// # Errors
/// Where something else records already.
pub fn measure(durations: &str, seconds: &[f64]) -> anyhow::Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(durations.to_owned()), seconds)?;
    let metrics = builder.install_recorder()?;
    let kept_up = metrics.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            kept_up.run_upkeep();
        }
    });
    Ok(metrics)
}
