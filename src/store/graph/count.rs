//! Counting the edges of a network: exact totals and degrees of the whole, and as many edges as are wanted, heaviest first.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::Network;

/// The most pairs that one graph may count. An article that names *n* counts *n*(*n* − 1)/2 of them, so this bounds the time.
pub const MAX_PAIRS: u64 = 200_000_000;

/// The index of no node.
const NOBODY: u32 = u32::MAX;

/// An edge: nodes by their position in the network. In an undirected graph the source is the one whose id comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// From whom.
    pub source: u32,
    /// To whom.
    pub target: u32,
    /// How many quotes or articles it counts.
    pub weight: u32,
}

/// How many edges a node has, as graph theory counts them: an edge from a node to itself counts at both of its ends.
#[derive(Debug, Default, Clone, Copy)]
pub struct Degree {
    /// Edges that lead away, in a directed graph.
    pub outward: u32,
    /// Edges that lead here, in a directed graph.
    pub inward: u32,
    /// Edges in all.
    pub edges: u32,
    /// Their weights in all.
    pub weight: u64,
}

/// The edges of a network.
#[derive(Debug)]
pub struct Counted {
    /// The heaviest edges; of equal ones those whose ids come first.
    pub edges: Vec<Edge>,
    /// How many edges there are in all.
    pub total_edges: u64,
    /// The weights of all edges together.
    pub total_weight: u64,
    /// Of each node of the network. Those without an edge are no nodes of the graph.
    pub degrees: Vec<Degree>,
}

/// More pairs than are counted at once: how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyPairs(pub u64);

impl Network {
    /// Counts the edges of at least this weight, and keeps so many of them. What it costs grows with the pairs, so it is no work for the threads
    /// that answer requests.
    ///
    /// # Errors
    /// Where there are more pairs to count than [`MAX_PAIRS`].
    pub fn count(&self, min_weight: u32, keep: usize) -> Result<Counted, TooManyPairs> {
        let mut tally = Tally::new(self.size(), min_weight, keep);
        if self.edge.is_directed() {
            self.count_directed(&mut tally);
        } else {
            self.count_undirected(&mut tally)?;
        }
        Ok(tally.finish())
    }

    /// A quote has one speaker, so there are no more pairs than names in quotes.
    fn count_directed(&self, tally: &mut Tally) {
        let Some(targets) = &self.target_of else { return };
        let mut speakers = vec![NOBODY; self.places()];
        for (index, quotes) in self.sources() {
            for quote in quotes {
                speakers[*quote as usize] = index;
            }
        }
        for (target, node) in (0..).zip(0..self.size()) {
            let of_quotes = targets.get(node).iter().filter_map(|quote| speakers.get(*quote as usize));
            of_quotes.filter(|source| **source != NOBODY).for_each(|source| tally.add(*source));
            tally.edges(|source, weight| Edge { source, target, weight }, true);
        }
    }

    /// Each node with its places.
    fn sources(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..).zip((0..self.size()).map(|index| self.source_of.get(index)))
    }

    /// Each article's nodes stand in ascending order in one array, so that those after a node are the ones to pair it with.
    fn count_undirected(&self, tally: &mut Tally) -> Result<(), TooManyPairs> {
        let mut ends = vec![0_u32; self.places()];
        for article in self.sources().flat_map(|(_, articles)| articles) {
            ends[*article as usize] += 1;
        }
        let pairs: u64 = ends.iter().map(|named| u64::from(*named) * u64::from(named.saturating_sub(1)) / 2).sum();
        if pairs > MAX_PAIRS {
            return Err(TooManyPairs(pairs));
        }
        let mut starts = Vec::with_capacity(ends.len());
        let mut size = 0;
        for end in &mut ends {
            starts.push(size);
            size += *end;
            *end = size;
        }
        let (mut members, mut filled) = (vec![0_u32; size as usize], starts.clone());
        for (index, articles) in self.sources() {
            for article in articles {
                let filled = &mut filled[*article as usize];
                members[*filled as usize] = index;
                *filled += 1;
            }
        }
        for (source, articles) in self.sources() {
            for article in articles {
                let start = &mut starts[*article as usize];
                *start += 1;
                for &target in &members[*start as usize..ends[*article as usize] as usize] {
                    tally.add(target);
                }
            }
            tally.edges(|target, weight| Edge { source, target, weight }, false);
        }
        Ok(())
    }

    /// How many places of the list there are, up to the last that a node is the source of.
    fn places(&self) -> usize {
        self.sources().filter_map(|(_, places)| places.last()).max().map_or(0, |last| *last as usize + 1)
    }
}

/// Weights of the edges of one node at a time, and what is kept of all.
struct Tally {
    min_weight: u32,
    keep: usize,
    /// Of each node: the weight of its edge with the one at hand.
    weights: Vec<u32>,
    /// The nodes that have such an edge.
    touched: Vec<u32>,
    /// The edges kept, the first to go at the top.
    heaviest: BinaryHeap<(Reverse<u32>, u32, u32)>,
    total_edges: u64,
    total_weight: u64,
    degrees: Vec<Degree>,
}

impl Tally {
    fn new(nodes: usize, min_weight: u32, keep: usize) -> Self {
        Self {
            min_weight,
            keep,
            weights: vec![0; nodes],
            touched: Vec::new(),
            heaviest: BinaryHeap::new(),
            total_edges: 0,
            total_weight: 0,
            degrees: vec![Degree::default(); nodes],
        }
    }

    /// Counts one more for the edge between the node at hand and this one.
    fn add(&mut self, other: u32) {
        let weight = &mut self.weights[other as usize];
        if *weight == 0 {
            self.touched.push(other);
        }
        *weight += 1;
    }

    /// Takes the edges of the node at hand, and is ready for the next.
    fn edges(&mut self, edge: impl Fn(u32, u32) -> Edge, directed: bool) {
        for other in std::mem::take(&mut self.touched) {
            let weight = std::mem::take(&mut self.weights[other as usize]);
            if weight >= self.min_weight {
                self.take(edge(other, weight), directed);
            }
        }
    }

    fn take(&mut self, edge: Edge, directed: bool) {
        self.total_edges += 1;
        self.total_weight += u64::from(edge.weight);
        for (end, outward, inward) in [(edge.source, 1, 0), (edge.target, 0, 1)] {
            let degree = &mut self.degrees[end as usize];
            degree.edges += 1;
            degree.weight += u64::from(edge.weight);
            if directed {
                degree.outward += outward;
                degree.inward += inward;
            }
        }
        let next = (Reverse(edge.weight), edge.source, edge.target);
        if self.heaviest.len() < self.keep {
            self.heaviest.push(next);
        } else if let Some(mut last) = self.heaviest.peek_mut().filter(|last| next < **last) {
            *last = next;
        }
    }

    fn finish(self) -> Counted {
        let edge = |(Reverse(weight), source, target)| Edge { source, target, weight };
        let edges = self.heaviest.into_sorted_vec().into_iter().map(edge).collect();
        Counted { edges, total_edges: self.total_edges, total_weight: self.total_weight, degrees: self.degrees }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{EntityRef, EntityType},
        store::{columns::PlaceLists, graph::GraphEdgeKind},
    };

    #[test]
    fn a_network_with_too_many_pairs_is_refused_before_they_are_counted() {
        let nodes = |size: u32| Network {
            edge: GraphEdgeKind::NamedWith,
            items: 1,
            entities: (0..size)
                .map(|n| EntityRef { id: format!("e-{n:06}"), r#type: EntityType::Person, name: format!("E {n}") })
                .collect(),
            source_of: PlaceLists::of(&vec![&[0][..]; size as usize]),
            target_of: None,
        };
        assert_eq!(nodes(20_001).count(1, 10).err(), Some(TooManyPairs(200_010_000)));
        let counted = nodes(300).count(1, 10).expect("few enough");
        assert_eq!((counted.total_edges, counted.edges.len(), counted.edges[0]), (44_850, 10, Edge { source: 0, target: 1, weight: 1 }));
    }
}
