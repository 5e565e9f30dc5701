//! How often a client may ask, where the operator bounds it: a token bucket each.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, MonotonicClock},
    middleware::StateInformationMiddleware,
    state::{InMemoryState, NotKeyed},
};
use quick_cache::sync::Cache;

use super::{client::Client, error::ApiError, metrics::Refusal};

/// What may be asked for how long (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>).
pub const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// How much of it is left.
pub const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// How many clients are remembered. Those that did not ask for longest are forgotten first: whoever comes back has a full bucket, and is
/// thereby let through a little more often than else. So no number of addresses can fill the memory.
const CLIENTS: usize = 65_536;

/// How often a client may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How often in a second, in the mean.
    pub per_second: NonZeroU32,
    /// How often at once.
    pub burst: NonZeroU32,
}

type Bucket = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, StateInformationMiddleware>;

/// The buckets of all clients.
#[derive(Clone)]
pub struct Buckets {
    rate: Rate,
    policy: HeaderValue,
    of_clients: Arc<Cache<u64, Arc<Bucket>>>,
}

impl Buckets {
    /// Full ones.
    pub fn of(rate: Rate) -> Self {
        let policy = format!("\"client\";q={};w={}", rate.burst, rate.burst.get().div_ceil(rate.per_second.get()));
        let policy = HeaderValue::from_str(&policy).unwrap_or_else(|_| unreachable!("digits are a header's value"));
        Self { rate, policy, of_clients: Arc::new(Cache::new(CLIENTS)) }
    }

    /// Lets a request through, and says how many more its client may send; or else turns it away, for so many seconds.
    pub fn admit(&self, client: Client) -> Result<u32, u64> {
        self.take(client).map_err(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    /// The answer to a request that is turned away.
    pub fn refusal(&self, seconds: u64) -> Response {
        Refusal::Rate.count();
        let mut response = ApiError::RateLimited(seconds).into_response();
        self.say(response.headers_mut(), 0, seconds);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        response
    }

    /// Tells a client that was let through how many more it may send.
    pub fn tell(&self, headers: &mut HeaderMap, left: u32) {
        self.say(headers, left, self.full_after(left));
    }

    /// Takes a token from a client's bucket: how many are left, or else how long it takes until there is one.
    fn take(&self, client: Client) -> Result<u32, Duration> {
        let full = || {
            let quota = Quota::per_second(self.rate.per_second).allow_burst(self.rate.burst);
            Ok::<_, std::convert::Infallible>(Arc::new(RateLimiter::direct(quota).with_middleware()))
        };
        let Ok(bucket) = self.of_clients.get_or_insert_with(&client.counted_as(), full);
        bucket.check().map(|left| left.remaining_burst_capacity()).map_err(|not_until| not_until.wait_time_from(MonotonicClock.now()))
    }

    /// How many seconds it takes until a bucket with so many tokens is full.
    fn full_after(&self, left: u32) -> u64 {
        u64::from(self.rate.burst.get().saturating_sub(left).div_ceil(self.rate.per_second.get()))
    }

    fn say(&self, headers: &mut HeaderMap, left: u32, seconds: u64) {
        headers.insert(RATE_LIMIT_POLICY, self.policy.clone());
        headers.extend(HeaderValue::from_str(&format!("\"client\";r={left};t={seconds}")).ok().map(|value| (RATE_LIMIT, value)));
    }
}
