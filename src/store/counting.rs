//! Counting the records of a list by what they are, whatever the list is narrowed by: what facets and timelines have in common.
//!
//! The rows counted are those of the list: the same table under the same conditions. What a record is counted by stands in the row, in the row
//! of its article, or in other tables with several values a record.

use std::fmt::Write as _;

use super::{Conditions, Resource, scope::ArticleScope};

/// A list whose records can be counted by dimensions.
pub trait Countable: Resource {
    /// What they can be counted by. Each has the name of the filter that leaves the records of one value, but for `year` and `month`, which
    /// `from` and `to` leave.
    const DIMENSIONS: &'static [Dimension<Self::Filter>];
    /// When the article was published, as precisely as it is known.
    const PUBLISHED: Values<Self::Filter>;
    /// Which articles the filter leaves.
    fn scope(filter: &Self::Filter) -> &ArticleScope;

    /// The dimension of this name.
    #[must_use]
    fn dimension(name: &str) -> Option<&'static Dimension<Self::Filter>> {
        Self::DIMENSIONS.iter().find(|dimension| dimension.name == name)
    }
}

/// Something that records are counted by.
pub struct Dimension<F: 'static> {
    /// Its name in `by=` and `split=`.
    pub name: &'static str,
    /// Where its values come from.
    pub values: Values<F>,
    /// What the values are called: an expression over one, `{}`.
    label: &'static str,
}

/// Where the values of a dimension come from.
pub enum Values<F: 'static> {
    /// An expression over the row, which the conditions call `t`: null where the record has no value.
    Row(&'static str),
    /// An expression over the article's row, `a`: null where the record has no value.
    Article(&'static str),
    /// A table with the column `value` and a row for each value of the record; it gets the name given.
    Many(fn(&F, name: &str) -> String),
}

impl<F> Dimension<F> {
    /// One whose values stand for themselves.
    #[must_use]
    pub const fn plain(name: &'static str, values: Values<F>) -> Self {
        Self { name, values, label: "{}" }
    }

    /// One whose values are people or organisations.
    #[must_use]
    pub const fn of_entities(name: &'static str, values: Values<F>) -> Self {
        Self { name, values, label: "(SELECT name FROM entities WHERE id = {})" }
    }

    /// One whose values are publishers.
    #[must_use]
    pub const fn of_sources(name: &'static str, values: Values<F>) -> Self {
        Self { name, values, label: "(SELECT name FROM sources WHERE id = {})" }
    }

    /// Whether a record may have several values.
    #[must_use]
    pub const fn is_multiple(&self) -> bool {
        matches!(self.values, Values::Many(_))
    }

    /// The name of a value, as SQL.
    pub(super) fn label_of(&self, value: &str) -> String {
        self.label.replace("{}", value)
    }
}

/// A query over the records that match and have a value in every dimension of `by`: a row for each combination of their values. `select` is
/// what stands before `FROM`; it may name the values as [`value`] writes them, and the date of the article where `published` says so.
pub(super) fn counting<R: Countable>(
    select: &str,
    filter: &R::Filter,
    by: &[&'static Dimension<R::Filter>],
    published: bool,
) -> Conditions {
    let of_article = |values: &Values<R::Filter>| matches!(values, Values::Article(_));
    let mut select = format!("{select} FROM {} AS t", R::TABLE);
    // CROSS JOIN keeps the order: every condition narrows `t`, so that nothing is read of what no match has to do with.
    if by.iter().any(|dimension| of_article(&dimension.values)) || (published && of_article(&R::PUBLISHED)) {
        select.push_str(" CROSS JOIN articles AS a ON a.id = t.article");
    }
    for (n, dimension) in by.iter().enumerate() {
        if let Values::Many(table) = dimension.values {
            let _ = write!(select, " CROSS JOIN {}", table(filter, &format!("d{n}")));
        }
    }
    let mut conditions = Conditions::new(select);
    conditions.and().push(R::ROWS);
    R::conditions(filter, &mut conditions);
    for (n, dimension) in by.iter().enumerate().filter(|(_, dimension)| !dimension.is_multiple()) {
        conditions.and().push(format_args!("{} IS NOT NULL", value(&dimension.values, n)));
    }
    conditions
}

/// The value of the `n`th dimension of a query by [`counting`], as SQL.
pub(super) fn value<F>(values: &Values<F>, n: usize) -> String {
    match values {
        Values::Row(sql) | Values::Article(sql) => (*sql).to_owned(),
        Values::Many(_) => format!("d{n}.value"),
    }
}
