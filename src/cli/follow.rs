//! How a server follows its dataset: a new snapshot is taken up as soon as it is in place, and one that cannot be used is left alone.

use std::{
    io,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    http::{AppState, Settings},
    store::{Former, OpenError, Place, Seen, Snapshot},
};

/// A dataset that a server follows.
pub struct Followed {
    place: Place,
    /// What was last found there, and whether it is served.
    seen: Seen,
    is_served: bool,
    /// The names of the snapshots that were kept there.
    kept: Vec<String>,
    /// Why what is there is not served, as it was last logged.
    refused: Option<String>,
    /// SIGHUP: look at once.
    asked: Signal,
}

impl Followed {
    /// Opens the snapshot in use.
    ///
    /// # Errors
    /// Where there is none that can be served.
    pub async fn open(place: Place, settings: Settings) -> anyhow::Result<(Self, AppState)> {
        // From the start: a server that is asked too early must not end.
        let asked = signal(SignalKind::hangup())?;
        let seen = place.look()?;
        // Counted from the start, so that one is seen to be more than none.
        metrics::counter!("onrecord_snapshots_refused_total").increment(0);
        let state = AppState::with(settings, Snapshot::open(seen.path()).await?);
        let mut followed = Self { place, seen, is_served: true, kept: Vec::new(), refused: None, asked };
        followed.keep(&state).await;
        Ok((followed, state))
    }

    /// Looks every so often, for as long as the program runs.
    pub async fn follow(mut self, state: AppState, every: Duration) {
        loop {
            let is_asked = tokio::select! {
                () = tokio::time::sleep(every) => false,
                _ = self.asked.recv() => true,
            };
            if is_asked {
                // Whoever asks wants to read what is wrong, though it was told before.
                self.refused = None;
            }
            if let Ok(since) = SystemTime::now().duration_since(UNIX_EPOCH) {
                metrics::gauge!("onrecord_snapshot_last_check_timestamp_seconds").set(since.as_secs_f64());
            }
            match self.look(&state, is_asked).await {
                Ok(()) => self.refused = None,
                Err(error) => self.refuse(&error),
            }
            self.keep(&state).await;
        }
    }

    /// Serves what is in use now, where it is not what was seen last. What was refused is tried again only where somebody asks.
    async fn look(&mut self, state: &AppState, is_asked: bool) -> Result<(), OpenError> {
        let now = self.place.look()?;
        if self.seen == now && (self.is_served || !is_asked) {
            return Ok(());
        }
        (self.seen, self.is_served) = (now, false);
        let snapshot = Snapshot::open(self.seen.path()).await?;
        self.is_served = true;
        tracing::info!(version = snapshot.dataset().version, "serving a new snapshot");
        state.replace(snapshot);
        Ok(())
    }

    /// Says once why what is there is not served.
    fn refuse(&mut self, error: &OpenError) {
        let reason = error.to_string();
        if self.refused.as_ref() != Some(&reason) {
            metrics::counter!("onrecord_snapshots_refused_total").increment(1);
            tracing::error!(reason, "the new snapshot is not used; the former one is still served");
            self.refused = Some(reason);
        }
    }

    /// Looks which versions are kept.
    async fn keep(&mut self, state: &AppState) {
        let Place::Folder(folder) = &self.place else { return };
        let kept = folder.names().and_then(|names| if names == self.kept { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(names) });
        if let Ok(names) = kept
            && let Ok(versions) = folder.versions().await
        {
            self.kept = names;
            state.keep(Former::of(versions));
        }
    }
}
