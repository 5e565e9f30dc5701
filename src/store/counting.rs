//! Counting the records of a list by what they are, whatever the list is narrowed by: what facets and timelines have in common.

use super::{
    Resource,
    columns::{By, TableFilter},
    scope::ArticleScope,
};

/// A list whose records can be counted by dimensions.
pub trait Countable: Resource {
    /// What they can be counted by. Each has the name of the filter that leaves the records of one value, but for `year` and `month`, which
    /// `from` and `to` leave.
    const DIMENSIONS: &'static [Dimension];
    /// The filter as the columns read it.
    fn table_filter(filter: &Self::Filter) -> TableFilter;
    /// Which articles the filter leaves.
    fn scope(filter: &Self::Filter) -> &ArticleScope;

    /// The dimension of this name.
    #[must_use]
    fn dimension(name: &str) -> Option<&'static Dimension> {
        Self::DIMENSIONS.iter().find(|dimension| dimension.name == name)
    }
}

/// Something that records are counted by.
#[derive(Debug)]
pub struct Dimension {
    /// Its name in `by=` and `split=`.
    pub name: &'static str,
    /// Where its values come from.
    pub(super) by: By,
}
