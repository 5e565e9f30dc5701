//! From a count to what was counted: the list with the same filters, narrowed to the value of a dimension.

use super::query;
use crate::domain::PartialDate;

/// Parameters that say what is counted by and how much is sent, and so mean nothing to the list.
const OF_COUNTS: [&str; 3] = ["by", "sort", "size"];

/// The filters of which all values have to hold, `…_all`, and how many values one takes.
const WITH_ALL: [&str; 3] = ["about", "person", "organisation"];
const MOST_OF_ALL: usize = 10;

/// The address of the list of those records that have these values, among those that a query string leaves. `None` where the filters of the
/// list cannot say it: an article's speaker besides other speakers.
pub fn list_of<'a>(path: &str, pairs: &[(String, String)], values: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut pairs: Vec<_> = pairs.iter().filter(|(name, _)| !OF_COUNTS.contains(&name.as_str())).cloned().collect();
    for (dimension, value) in values {
        match dimension {
            "year" | "month" => narrow_dates(&mut pairs, value)?,
            _ => narrow(&mut pairs, dimension, value)?,
        }
    }
    Some(format!("{path}?{}", query::write(pairs)))
}

/// Leaves the records with a value of a filter. Where other values are asked for, any of which may hold, this one has to hold besides.
fn narrow(pairs: &mut Vec<(String, String)>, filter: &str, value: &str) -> Option<()> {
    let asked = taken(pairs, filter);
    if asked.is_empty() || asked.iter().any(|other| other == value) {
        pairs.push((filter.to_owned(), value.to_owned()));
        return Some(());
    }
    pairs.push((filter.to_owned(), asked.join(",")));
    let all = Some(format!("{filter}_all")).filter(|_| WITH_ALL.contains(&filter))?;
    let mut required = taken(pairs, &all);
    if !required.iter().any(|other| other == value) {
        required.push(value.to_owned());
    }
    pairs.push((all, required.join(",")));
    Some(()).filter(|()| required.len() <= MOST_OF_ALL)
}

/// Leaves the records of a year or month, as far as `from` and `to` leave it.
fn narrow_dates(pairs: &mut Vec<(String, String)>, written: &str) -> Option<()> {
    let date: PartialDate = written.parse().ok()?;
    let given = |values: Vec<String>| values.first().and_then(|value| value.parse::<PartialDate>().ok());
    let from = given(taken(pairs, "from")).filter(|from| from.days().0 > date.days().0);
    let to = given(taken(pairs, "to")).filter(|to| to.days().1 < date.days().1);
    for (name, bound) in [("from", from), ("to", to)] {
        pairs.push((name.to_owned(), bound.unwrap_or_else(|| date.clone()).to_string()));
    }
    Some(())
}

/// Takes the values of a parameter out of a query string.
fn taken(pairs: &mut Vec<(String, String)>, name: &str) -> Vec<String> {
    let (of_name, others) = std::mem::take(pairs).into_iter().partition(|(other, _)| other == name);
    *pairs = others;
    let of_name: Vec<(String, String)> = of_name;
    of_name.iter().flat_map(|(_, values)| values.split(',')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(query: &str, values: &[(&str, &str)]) -> Option<String> {
        list_of("/v1/quotes", &query::pairs(Some(query)).expect("well-formed"), values.iter().copied())
    }

    #[test]
    fn a_value_takes_the_place_of_those_it_was_chosen_from_and_stands_beside_others() {
        let of = |query: &str, values: &[(&str, &str)]| narrowed(query, values).expect("an address");
        assert_eq!(of("q=a,b&by=speaker&size=3", &[("speaker", "x")]), "/v1/quotes?q=a%2Cb&speaker=x");
        assert_eq!(of("speaker=x,y&speaker=z", &[("speaker", "y")]), "/v1/quotes?speaker=y");
        assert_eq!(of("about=x&about=y", &[("about", "z")]), "/v1/quotes?about=x%2Cy&about_all=z");
        assert_eq!(of("about=x&about_all=z", &[("about", "z"), ("type", "direct")]), "/v1/quotes?about=x&about_all=z&type=direct");
        assert_eq!(narrowed("speaker=x", &[("speaker", "y")]), None);
        assert_eq!(narrowed("about=x&about_all=1,2,3,4,5,6,7,8,9,10", &[("about", "y")]), None);
    }

    #[test]
    fn a_month_or_year_never_reaches_beyond_from_and_to() {
        let of = |query: &str, values: &[(&str, &str)]| narrowed(query, values).expect("an address");
        assert_eq!(of("", &[("month", "2014-09")]), "/v1/quotes?from=2014-09&to=2014-09");
        assert_eq!(of("from=2014-09-15&to=2014", &[("month", "2014-09")]), "/v1/quotes?from=2014-09-15&to=2014-09");
        assert_eq!(of("to=2014-09-15", &[("year", "2014"), ("month", "2014-09")]), "/v1/quotes?from=2014-09&to=2014-09-15");
    }
}
