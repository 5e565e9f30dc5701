//! What handlers share: the snapshot in use with the answers kept from it, the versions beside it, the description, and the settings.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{
    PublicUrl,
    health::Leaving,
    limits::{MAX_IN_FLIGHT, Places},
    rate::Rate,
    ready::Answers,
    validate::Parameters,
};
use crate::store::{Former, Snapshot};

/// What handlers share: the snapshot in use, and the description that requests are checked against.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    serving: ArcSwap<Serving>,
    settings: Settings,
    former: ArcSwap<Former>,
    parameters: Parameters,
    leaving: Leaving,
    places: Places,
}

/// What is served from: a snapshot, and the answers from it that are kept ready.
pub(super) struct Serving {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) answers: Answers,
}

/// How an operator wants the application to be.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many bytes of answers are kept ready; none where it is 0.
    pub cache_bytes: u64,
    /// Where the server is reached from outside, where that is known.
    pub public_url: Option<PublicUrl>,
    /// How many requests are worked on at once; more are turned away.
    pub max_in_flight: usize,
    /// How often each client may ask, where that is bounded.
    pub rate: Option<Rate>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024, public_url: None, max_in_flight: MAX_IN_FLIGHT, rate: None }
    }
}

impl Settings {
    fn serving(&self, snapshot: Snapshot) -> Serving {
        Serving { snapshot: Arc::new(snapshot), answers: Answers::within(self.cache_bytes) }
    }
}

impl AppState {
    /// Starts with a snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self::with(Settings::default(), snapshot)
    }

    /// Starts with a snapshot, as an operator wants it.
    #[must_use]
    pub fn with(settings: Settings, snapshot: Snapshot) -> Self {
        Self(Arc::new(Shared {
            serving: ArcSwap::from_pointee(settings.serving(snapshot)),
            places: Places::of(settings.max_in_flight),
            leaving: Leaving::default(),
            settings,
            former: ArcSwap::default(),
            parameters: Parameters::published(),
        }))
    }

    /// Answers from another snapshot from now on; requests under way keep the one they began with.
    pub fn replace(&self, snapshot: Snapshot) {
        self.0.serving.store(Arc::new(self.0.settings.serving(snapshot)));
        // What was compared with the former snapshot would keep its file open.
        self.former().forget();
    }

    /// Knows from now on that these versions are kept beside the one in use.
    pub fn keep(&self, former: Former) {
        self.0.former.store(Arc::new(former));
    }

    /// What says that the server is about to stop.
    #[must_use]
    pub fn leaving(&self) -> Leaving {
        self.0.leaving.clone()
    }

    pub(super) fn places(&self) -> &Places {
        &self.0.places
    }

    pub(super) fn rate(&self) -> Option<Rate> {
        self.0.settings.rate
    }

    pub(super) fn former(&self) -> Arc<Former> {
        self.0.former.load_full()
    }

    /// The snapshot in use.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.serving().snapshot.clone()
    }

    pub(super) fn serving(&self) -> Arc<Serving> {
        self.0.serving.load_full()
    }

    /// Where the server is reached from outside, if its operator has said so.
    #[must_use]
    pub fn public_url(&self) -> Option<&PublicUrl> {
        self.0.settings.public_url.as_ref()
    }

    /// The address of one of the server's paths: absolute where the public address is known, else the path as it is.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        self.public_url().map_or_else(|| path.to_owned(), |public| public.join(path))
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.parameters.paths()
    }

    pub(super) fn parameters(&self) -> &Parameters {
        &self.0.parameters
    }
}
