//! What an interrupted run has written already.

/// The documents that an unfinished snapshot already holds, by their position in the run: the first bytes of the hash of each.
#[derive(Debug, Clone, Default)]
pub struct TakenUp(Vec<Option<[u8; 8]>>);

impl TakenUp {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// One more than the last position.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether the document at this position is held; `Err` where another one is.
    ///
    /// # Errors
    /// Where the document at this position is not the one that was there before.
    pub fn holds(&self, position: u64, sha256: &str) -> Result<bool, AnotherDocument> {
        let held = usize::try_from(position).ok().and_then(|at| *self.0.get(at)?);
        match held {
            None => Ok(false),
            Some(held) if Some(held) == short(sha256) => Ok(true),
            Some(_) => Err(AnotherDocument),
        }
    }

    pub(super) fn add(&mut self, position: i64, sha256: &str) {
        let Ok(at) = usize::try_from(position) else { return };
        self.0.resize(self.0.len().max(at + 1), None);
        self.0[at] = short(sha256);
    }
}

/// The document at a position is not the one that was there when the run was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnotherDocument;

/// The first eight bytes of a hash in hex.
fn short(sha256: &str) -> Option<[u8; 8]> {
    let mut bytes = [0; 8];
    hex::decode_to_slice(sha256.get(..16)?, &mut bytes).ok()?;
    Some(bytes)
}
