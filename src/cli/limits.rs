//! The options of `onrecord serve` that bound what clients may cost, and say how the server ends.

use std::{
    net::IpAddr,
    num::{NonZeroU32, NonZeroUsize},
    time::Duration,
};

use clap::{Args, value_parser};
use ipnet::IpNet;

use crate::{
    http::{MAX_IN_FLIGHT, Rate},
    server,
};

/// For how many seconds of its rate a client may ask at once, unless the operator says otherwise.
const BURST_SECONDS: u32 = 10;

#[derive(Debug, Args)]
pub struct LimitArgs {
    /// How many requests are worked on at once; more are answered with 503 at once
    #[arg(long, value_name = "N", env = "ONRECORD_MAX_IN_FLIGHT", default_value_t = NonZeroUsize::new(MAX_IN_FLIGHT).unwrap_or(NonZeroUsize::MIN))]
    pub max_in_flight: NonZeroUsize,
    /// How many connections are open at once; more wait
    #[arg(long, value_name = "N", env = "ONRECORD_MAX_CONNECTIONS", default_value_t = 4096, value_parser = value_parser!(u32).range(1..=1_000_000))]
    max_connections: u32,
    /// How many seconds a connection may idle, and may take to send the headers of its next request
    #[arg(long, value_name = "N", env = "ONRECORD_IDLE_SECONDS", default_value_t = 10, value_parser = value_parser!(u64).range(1..=86_400))]
    idle_seconds: u64,
    /// How many requests a second each client may send in the mean; IPv6 clients are counted by /64. Not bounded unless given
    #[arg(long, value_name = "N", env = "ONRECORD_RATE_LIMIT")]
    rate_limit: Option<NonZeroU32>,
    /// How many requests a client may send at once [default: ten seconds' worth of --rate-limit]
    #[arg(long, value_name = "N", env = "ONRECORD_RATE_BURST", requires = "rate_limit")]
    rate_burst: Option<NonZeroU32>,
    /// A proxy, or a network of proxies such as `10.0.0.0/8`, whose X-Forwarded-For names the client; may be given several times
    #[arg(long, value_name = "CIDR", env = "ONRECORD_TRUSTED_PROXY", value_delimiter = ',', value_parser = network)]
    trusted_proxy: Vec<IpNet>,
    /// How many seconds the server still answers after SIGTERM while /readyz says 503, so that load balancers see it; none after SIGINT
    #[arg(long, value_name = "N", env = "ONRECORD_LAME_DUCK_SECONDS", default_value_t = 5, value_parser = value_parser!(u64).range(0..=3_600))]
    lame_duck_seconds: u64,
    /// How many seconds requests under way may then take
    #[arg(long, value_name = "N", env = "ONRECORD_GRACE_SECONDS", default_value_t = 20, value_parser = value_parser!(u64).range(0..=3_600))]
    grace_seconds: u64,
}

/// Reads a network, or an address, which is the network of itself.
fn network(written: &str) -> Result<IpNet, String> {
    let address = || written.parse::<IpAddr>().map(IpNet::from);
    written.parse().or_else(|_| address()).map_err(|_| "write an address or a network, such as 10.0.0.1 or 10.0.0.0/8".to_owned())
}

impl LimitArgs {
    /// How often each client may ask.
    pub fn rate(&self) -> Option<Rate> {
        let per_second = self.rate_limit?;
        let burst = self.rate_burst.unwrap_or_else(|| per_second.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1)));
        Some(Rate { per_second, burst })
    }

    /// How connections are kept.
    pub fn of_connections(&self) -> server::Options {
        server::Options {
            max_connections: self.max_connections as usize,
            idle: Duration::from_secs(self.idle_seconds),
            lame_duck: Duration::from_secs(self.lame_duck_seconds),
            grace: Duration::from_secs(self.grace_seconds),
            trusted_proxies: self.trusted_proxy.clone(),
        }
    }
}
