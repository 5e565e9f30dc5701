//! Who asks: the address at the other end of the connection, or the one that a proxy names which the operator trusts.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The address of a request's client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// Reads `X-Forwarded-For` from its right end, where each proxy adds the address that it saw: the first one that is no trusted proxy
    /// is the client, and whatever stands before it is what the client says of itself. Nothing is read where the connection is not from
    /// a trusted proxy, nor beyond what is no address.
    #[must_use]
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
        let mut client = peer.to_canonical();
        let lines = headers.get_all("x-forwarded-for").into_iter().rev();
        let mut named = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        while is_trusted(client) {
            let Some(before) = named.next().and_then(address) else { break };
            client = before;
        }
        Self(client)
    }

    /// Whom the client's requests are counted with: an IPv4 address alone, an IPv6 address with the network of 64 bits that its owner was
    /// given, within which one may take any number of addresses.
    #[must_use]
    pub fn counted_as(self) -> u64 {
        match self.0 {
            IpAddr::V4(address) => u64::from(address.to_bits()),
            // No IPv6 network that is in use begins with 64 bits that are an IPv4 address.
            IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
        }
    }
}

/// An address with or without a port, as proxies write it.
fn address(written: &str) -> Option<IpAddr> {
    let written = written.trim();
    let bare = || written.trim_start_matches('[').trim_end_matches(']').parse();
    let address = written.parse::<SocketAddr>().map(|address| address.ip()).or_else(|_| bare()).ok()?;
    Some(address.to_canonical())
}
