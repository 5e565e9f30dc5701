//! What is remembered by what was asked, within a number of bytes: whatever is dear to count or to find.

use std::sync::Arc;

use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};

use super::ReadError;

/// What an entry takes besides key and value, in bytes: the cache's own records of it.
const BESIDES: usize = 100;

/// How much memory something takes.
pub(super) trait Weighed {
    /// About so many bytes.
    fn bytes(&self) -> usize;
}

impl<T: Weighed> Weighed for Arc<T> {
    fn bytes(&self) -> usize {
        T::bytes(self)
    }
}

impl<T: Weighed, E> Weighed for Result<T, E> {
    fn bytes(&self) -> usize {
        self.as_ref().map_or(0, Weighed::bytes)
    }
}

impl Weighed for u64 {
    fn bytes(&self) -> usize {
        size_of::<Self>()
    }
}

impl Weighed for Vec<u32> {
    fn bytes(&self) -> usize {
        self.capacity() * size_of::<u32>()
    }
}

impl Weighed for Vec<String> {
    fn bytes(&self) -> usize {
        self.capacity() * size_of::<String>() + self.iter().map(String::capacity).sum::<usize>()
    }
}

/// How large something is in the mean, in bytes: how many entries room is laid out for.
const USUAL: u64 = 32 * 1024;

/// How much of the room is for what was asked for again and again. The rest goes to what is new, however often the others are asked for: what is
/// dear to make is asked for again at once, by the next page.
const HOT: f64 = 0.5;

/// Things by what was asked. They cannot change, so nothing here is ever stale. What would take more than half of the room is not kept.
#[derive(Debug)]
pub(super) struct Remembered<V>(Cache<String, V, Weight>);

/// What an entry takes of the room, in bytes.
#[derive(Debug, Clone)]
struct Weight;

impl<V: Weighed> Weighter<String, V> for Weight {
    fn weight(&self, key: &String, value: &V) -> u64 {
        (key.len() + value.bytes() + BESIDES) as u64
    }
}

impl<V: Weighed + Clone> Remembered<V> {
    /// Room for so many bytes.
    pub(super) fn within(bytes: u64) -> Self {
        let entries = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX);
        let mut options = OptionsBuilder::new();
        // Nothing is kept that is larger than its shard.
        options.estimated_items_capacity(entries).weight_capacity(bytes).shards(1).hot_allocation(HOT);
        let options = options.build().unwrap_or_else(|_| unreachable!("all that has no default is given"));
        Self(Cache::with_options(options, Weight, DefaultHashBuilder::default(), DefaultLifecycle::default()))
    }

    /// What is remembered, or what is made now: once, however many ask for it at the same time. Where it cannot be made, the next one tries.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub(super) async fn get_or_make(&self, key: String, make: impl Future<Output = Result<V, ReadError>>) -> Result<V, ReadError> {
        match self.0.get(&key) {
            Some(found) => Ok(found),
            None => Box::pin(self.0.get_or_insert_async(&key, make)).await,
        }
    }

    /// What is remembered.
    pub(super) fn get(&self, key: &str) -> Option<V> {
        self.0.get(key)
    }

    /// Whether something is remembered.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.0.peek(key).is_some()
    }

    /// Remembers something.
    pub(super) fn insert(&self, key: String, value: V) {
        self.0.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_too_large_is_given_and_let_go() {
        let remembered = Remembered::within(10_000);
        let of = |size: usize| async move { Ok(Arc::new(vec![7_u32; size])) };
        let large = remembered.get_or_make("large".to_owned(), of(3_000)).await.expect("a value");
        assert_eq!((large.len(), Arc::strong_count(&large)), (3_000, 1));
        let small = remembered.get_or_make("small".to_owned(), of(100)).await.expect("a value");
        assert_eq!((small.len(), Arc::strong_count(&small)), (100, 2));
        let again = remembered.get_or_make("small".to_owned(), async { unreachable!("it is remembered") }).await.expect("a value");
        assert!(Arc::ptr_eq(&small, &again));
    }

    #[tokio::test]
    async fn what_is_new_is_kept_beside_what_is_asked_for_all_the_time() {
        let remembered = Remembered::within(4 * 1024 * 1024);
        let of = |size: usize| async move { Ok(Arc::new(vec![7_u32; size])) };
        for old in ["one", "two", "three"].into_iter().cycle().take(60) {
            remembered.get_or_make(old.to_owned(), of(300_000)).await.expect("a value");
        }
        let new = remembered.get_or_make("new".to_owned(), of(450_000)).await.expect("a value");
        let again = remembered.get("new").expect("it is kept, though it takes nearly half of the room");
        assert!(Arc::ptr_eq(&new, &again));
    }

    #[tokio::test]
    async fn a_failure_is_not_remembered() {
        let remembered = Remembered::<u64>::within(10_000);
        assert!(remembered.get_or_make("n".to_owned(), async { Err(ReadError::Busy) }).await.is_err());
        assert_eq!(remembered.get_or_make("n".to_owned(), async { Ok(3) }).await.ok(), Some(3));
    }
}
