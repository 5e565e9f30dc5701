//! Zipf's law: the rank *r* comes with a probability in proportion to 1 / *r*.

use fastrand::Rng;

/// Draws ranks from 0 on, the first the most frequent.
pub struct Zipf {
    /// For each rank, how probable it and those before it are together; the last is 1.
    cumulative: Vec<f64>,
}

impl Zipf {
    /// Over so many ranks, at least one.
    pub fn over(ranks: usize) -> Self {
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = (1..=ranks.max(1))
            .map(|rank| {
                #[expect(clippy::cast_precision_loss, reason = "there are fewer ranks than 2^52")]
                let rank = rank as f64;
                sum += 1.0 / rank;
                sum
            })
            .collect();
        for so_far in &mut cumulative {
            *so_far /= sum;
        }
        Self { cumulative }
    }

    /// One rank.
    pub fn draw(&self, rng: &mut Rng) -> usize {
        let point = rng.f64();
        self.cumulative.partition_point(|so_far| *so_far <= point).min(self.cumulative.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rank_comes_twice_as_often_as_the_second_and_ten_times_as_often_as_the_tenth() {
        let (zipf, mut rng) = (Zipf::over(1000), Rng::with_seed(7));
        let mut drawn = vec![0_u32; 1000];
        (0..200_000).for_each(|_| drawn[zipf.draw(&mut rng)] += 1);
        let ratio = |rank: usize| f64::from(drawn[0]) / f64::from(drawn[rank]);
        assert!((ratio(1) - 2.0).abs() < 0.1, "{}", ratio(1));
        assert!((ratio(9) - 10.0).abs() < 1.0, "{}", ratio(9));
    }
}
