//! The trace that a request belongs to, as the client says it in `traceparent` (<https://www.w3.org/TR/trace-context/>). What is not exactly
//! so written is passed over; it is never sent back.

use axum::http::HeaderMap;

/// The header that carries it.
const TRACEPARENT: &str = "traceparent";

/// The client's place in a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceParent {
    /// The trace.
    pub trace: u128,
    /// The client's own span in it.
    pub span: u64,
    /// Whether the client records the trace.
    pub is_sampled: bool,
}

impl TraceParent {
    /// Reads the header: one alone, and of version 00 or a later one that begins alike.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut all = headers.get_all(TRACEPARENT).iter();
        let (value, None) = (all.next()?, all.next()) else { return None };
        let mut fields = value.to_str().ok()?.split('-');
        let mut hex = |digits: usize| {
            let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            let field = fields.next().filter(|field| field.len() == digits && field.bytes().all(is_digit))?;
            u128::from_str_radix(field, 16).ok()
        };
        let (version, trace, span, flags) = (hex(2)?, hex(32)?, hex(16)?, hex(2)?);
        let ends_well = fields.next().is_none() || version > 0;
        let span = u64::try_from(span).ok()?;
        (version != 0xff && trace != 0 && span != 0 && ends_well).then_some(Self { trace, span, is_sampled: flags & 1 == 1 })
    }
}
