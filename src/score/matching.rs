//! Which stretches of two annotations belong together.

use crate::domain::Span;

/// A half-open stretch of a text, in code points.
pub type Stretch = (u32, u32);

/// Where spans stand.
pub fn stretches(spans: &[Span]) -> Vec<Stretch> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}

/// From where the first begins to where the last ends.
pub fn whole(stretches: &[Stretch]) -> Stretch {
    let start = stretches.iter().map(|stretch| stretch.0).min().unwrap_or(0);
    (start, stretches.iter().map(|stretch| stretch.1).max().unwrap_or(start))
}

/// How many characters two stretches share.
pub fn shared(a: Stretch, b: Stretch) -> u32 {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// What two stretches share, of the longer one: from 0 to 1.
pub fn of_longer(a: Stretch, b: Stretch) -> f64 {
    let longer = length(&[a]).max(length(&[b]));
    if longer == 0 { 0.0 } else { f64::from(shared(a, b)) / f64::from(longer) }
}

/// What two lists of stretches share, of all that either holds (intersection over union): from 0 to 1. Both lists are in order.
pub fn of_either(a: &[Stretch], b: &[Stretch]) -> f64 {
    let (mut common, mut at, mut bt) = (0, 0, 0);
    while let (Some(&first), Some(&second)) = (a.get(at), b.get(bt)) {
        common += shared(first, second);
        if first.1 <= second.1 {
            at += 1;
        } else {
            bt += 1;
        }
    }
    let union = (length(a) + length(b)).saturating_sub(common);
    if union == 0 { 0.0 } else { f64::from(common) / f64::from(union) }
}

fn length(stretches: &[Stretch]) -> u32 {
    stretches.iter().map(|stretch| stretch.1.saturating_sub(stretch.0)).sum()
}

/// Pairs two lists one to one, the best pairs first. `likeness` is asked for those alone that overlap; a pair needs at least `least`.
///
/// What comes of it is in the order of the first list.
pub fn pairs(a: &[Stretch], b: &[Stretch], least: f64, likeness: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut scored: Vec<(f64, usize, usize)> = overlapping(a, b).into_iter().map(|(at, bt)| (likeness(at, bt), at, bt)).collect();
    scored.retain(|(likeness, ..)| *likeness >= least);
    scored.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut a_taken, mut b_taken) = (vec![false; a.len()], vec![false; b.len()]);
    let mut pairs = Vec::new();
    for (_, at, bt) in scored {
        if !a_taken[at] && !b_taken[bt] {
            (a_taken[at], b_taken[bt]) = (true, true);
            pairs.push((at, bt));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Every pair that shares a character, found in one sweep over the text.
pub fn overlapping(a: &[Stretch], b: &[Stretch]) -> Vec<(usize, usize)> {
    let first = a.iter().enumerate().map(|(n, stretch)| (stretch.0, true, n));
    let mut starts: Vec<(u32, bool, usize)> = first.chain(b.iter().enumerate().map(|(n, stretch)| (stretch.0, false, n))).collect();
    starts.sort_unstable();
    let (mut open_a, mut open_b): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for (start, of_a, n) in starts {
        if of_a {
            open_b.retain(|&other| b[other].1 > start);
            found.extend(open_b.iter().map(|&other| (n, other)));
            open_a.push(n);
        } else {
            open_a.retain(|&other| a[other].1 > start);
            found.extend(open_a.iter().map(|&other| (other, n)));
            open_b.push(n);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_what_is_shared_of_the_longer_or_of_either() {
        assert!((of_longer((0, 10), (2, 10)) - 0.8).abs() < 1e-9);
        assert!((of_either(&[(0, 4), (10, 14)], &[(2, 12)]) - 4.0 / 14.0).abs() < 1e-9);
        assert!(of_either(&[], &[]).abs() < 1e-9);
    }

    proptest::proptest! {
        #[test]
        fn the_sweep_finds_what_comparing_all_with_all_finds(
            a in proptest::collection::vec((0u32..50, 1u32..20), 0..12), b in proptest::collection::vec((0u32..50, 1u32..20), 0..12)
        ) {
            let ends = |list: Vec<(u32, u32)>| list.into_iter().map(|(start, length)| (start, start + length)).collect::<Vec<_>>();
            let (a, b) = (ends(a), ends(b));
            let mut found = overlapping(&a, &b);
            found.sort_unstable();
            let all: Vec<_> = (0..a.len()).flat_map(|at| (0..b.len()).map(move |bt| (at, bt))).filter(|&(at, bt)| shared(a[at], b[bt]) > 0).collect();
            proptest::prop_assert_eq!(found, all);
        }
    }
}
