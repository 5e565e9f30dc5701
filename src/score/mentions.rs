//! People and organisations: where they are named, and who is who.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    Comparison, Score,
    cases::{Fault, Places},
    figures::{Figure, Tally, number},
    matching::{self, Stretch},
};
use crate::{
    corpus::{Sidecar, sidecar::SidecarMention},
    domain::EntityType,
};

/// A place where somebody is named, with what the annotation says of it.
struct Named<'a> {
    at: Stretch,
    mention: &'a SidecarMention,
    kind: EntityType,
    name: &'a str,
}

/// Compares the names of both.
pub fn compare(comparison: &Comparison, places: &Places, score: &mut Score) {
    let gold = named(comparison, comparison.gold);
    let predicted = named(comparison, comparison.predicted);
    let there: BTreeSet<(Stretch, EntityType)> = gold.iter().map(|name| (name.at, name.kind)).collect();
    let marked: BTreeSet<(Stretch, EntityType)> = predicted.iter().map(|name| (name.at, name.kind)).collect();
    for (figure, kinds) in [
        (Figure::People, &[EntityType::Person][..]),
        (Figure::Organisations, &[EntityType::Organisation]),
        (Figure::Names, &[EntityType::Person, EntityType::Organisation]),
    ] {
        let of_kind = |name: &&Named| kinds.contains(&name.kind);
        let right = predicted.iter().filter(of_kind).filter(|name| there.contains(&(name.at, name.kind))).count();
        score.count(figure, gold.iter().filter(of_kind).count(), predicted.iter().filter(of_kind).count(), right);
    }
    for name in &predicted {
        score.mentions.count(name.mention.confidence, there.contains(&(name.at, name.kind)));
    }
    let missed: Vec<&Named> = gold.iter().filter(|name| !marked.contains(&(name.at, name.kind))).collect();
    let spurious: Vec<&Named> = predicted.iter().filter(|name| !there.contains(&(name.at, name.kind))).collect();
    cases(&missed, &spurious, places, score);
    clusters(&gold, &predicted, places, score);
}

fn named<'a>(comparison: &Comparison, sidecar: &'a Sidecar) -> Vec<Named<'a>> {
    let entities: HashMap<&str, _> = sidecar.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect();
    let counted = sidecar.mentions.iter().filter(|mention| comparison.counts(mention.start));
    let named = counted.filter_map(|mention| {
        let entity = entities.get(mention.entity.as_str())?;
        Some(Named { at: (mention.start, mention.end), mention, kind: entity.r#type, name: &entity.name })
    });
    named.collect()
}

/// Lists what was missed, what is too much, and what is both: a name with other bounds or of another type.
fn cases(missed: &[&Named], spurious: &[&Named], places: &Places, score: &mut Score) {
    let figure = |kind: EntityType| if kind == EntityType::Person { Figure::People } else { Figure::Organisations };
    let at = |names: &[&Named]| names.iter().map(|name| name.at).collect::<Vec<_>>();
    let together = matching::pairs(&at(missed), &at(spurious), 0.0, |m, s| matching::of_longer(missed[m].at, spurious[s].at));
    let with_missed: HashMap<usize, usize> = together.iter().copied().collect();
    let with_spurious: HashSet<usize> = together.iter().map(|pair| pair.1).collect();
    let said = |name: &Named| Some(format!("{} \"{}\"", name.kind.as_str(), name.mention.exact));
    for (n, name) in missed.iter().enumerate() {
        let other = with_missed.get(&n).map(|&other| spurious[other]);
        let fault = if other.is_some() { Fault::Wrong } else { Fault::Missed };
        let case = places.case(figure(name.kind), fault, name.at, Some(&name.mention.exact)).values(said(name), other.and_then(said));
        score.cases.push(match other {
            Some(other) => case.predicted_at(other.at),
            None => case,
        });
    }
    for (_, name) in spurious.iter().enumerate().filter(|(n, _)| !with_spurious.contains(n)) {
        let case = places.case(figure(name.kind), Fault::Spurious, name.at, Some(&name.mention.exact));
        score.cases.push(case.values(None, said(name)).predicted_at(name.at));
    }
}

/// Who is who, over the places that both annotations mark: B-cubed.
fn clusters(gold: &[Named], predicted: &[Named], places: &Places, score: &mut Score) {
    let marked: HashMap<Stretch, &Named> = predicted.iter().map(|name| (name.at, name)).collect();
    let both: Vec<(&Named, &Named)> = gold.iter().filter_map(|name| Some((name, *marked.get(&name.at)?))).collect();
    let (mut of_gold, mut of_predicted) = (HashMap::<&str, usize>::new(), HashMap::<&str, usize>::new());
    let mut of_both: BTreeMap<(&str, &str), Vec<(&Named, &Named)>> = BTreeMap::new();
    for (name, other) in &both {
        *of_gold.entry(&name.mention.entity).or_default() += 1;
        *of_predicted.entry(&other.mention.entity).or_default() += 1;
        of_both.entry((&name.mention.entity, &other.mention.entity)).or_default().push((name, other));
    }
    // The greater part of an entity is taken for the entity: what lies elsewhere went astray.
    let (mut most_of_gold, mut most_of_predicted) = (HashMap::<&str, usize>::new(), HashMap::<&str, usize>::new());
    for ((name, other), shared) in &of_both {
        for most in [most_of_gold.entry(name).or_default(), most_of_predicted.entry(other).or_default()] {
            *most = shared.len().max(*most);
        }
    }
    let (mut purity, mut completeness) = (0.0, 0.0);
    for ((name, other), shared) in &of_both {
        let count = number(shared.len());
        purity += count * count / number(of_predicted[other]);
        completeness += count * count / number(of_gold[name]);
        if shared.len() < most_of_gold[name].max(most_of_predicted[other]) {
            let (name, other) = shared[0];
            let case = places.case(Figure::Entities, Fault::Wrong, name.at, Some(&name.mention.exact)).predicted_at(other.at);
            score.cases.push(case.values(Some(name.name.to_owned()), Some(format!("{} (in {} places)", other.name, shared.len()))));
        }
    }
    let tally = Tally { gold: both.len(), predicted: both.len(), right: purity, found: completeness };
    score.figures.entry(Figure::Entities).or_default().add(tally);
}
