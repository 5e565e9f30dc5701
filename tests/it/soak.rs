//! How far the tests of faults go: a short way by default, all of it where `ONRECORD_SOAK=1` is set, as `tests/soak` does.

use std::io::Write;

/// Whether the long forms were asked for.
pub fn is_long() -> bool {
    std::env::var("ONRECORD_SOAK").is_ok_and(|value| value == "1")
}

/// How often, how many, or for how many seconds.
pub fn times(short: u32, long: u32) -> u32 {
    if is_long() { long } else { short }
}

/// Says what a test cannot show on this machine, past the harness, which keeps what tests print to itself.
pub fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "\nNOT SHOWN HERE: {what}");
}
