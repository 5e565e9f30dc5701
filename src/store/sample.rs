//! Reproducible random samples of lists.

use std::{collections::BinaryHeap, sync::Arc};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{
    ReadError, Resource, Sample, Snapshot, Sql,
    conditions::json,
    page::{memo_key, select},
    read::rows,
    remembered::Weighed,
};

/// The records of a sample.
#[derive(Debug)]
pub(super) struct Drawn {
    /// Their ids, as a JSON array.
    pub(super) ids: String,
    /// How many they are.
    pub(super) size: u64,
}

impl Weighed for Drawn {
    fn bytes(&self) -> usize {
        self.ids.capacity()
    }
}

impl Snapshot {
    /// A sample: the records with the smallest hash of seed and id (bottom-k sampling), so that a record's chance depends on nothing but its
    /// id, and a larger sample of the same seed contains the smaller one.
    pub(super) async fn sampled<R: Resource>(&self, filter: &R::Filter, sample: Sample) -> Result<Arc<Drawn>, ReadError> {
        let draw = async {
            let mut conditions = select::<R>("t.id");
            R::conditions(filter, &mut conditions);
            let sql = conditions.finish();
            self.readers().ask(move |connection| draw(connection, &sql, sample)).await.map(Arc::new)
        };
        self.memory().samples.get_or_make(memo_key::<R>(filter, Some(sample)), draw).await
    }
}

fn draw(connection: &Connection, sql: &Sql, sample: Sample) -> Result<Drawn, ReadError> {
    let mut smallest = BinaryHeap::new();
    rows(connection, sql, |row| {
        let id: String = row.get(0)?;
        let rank: [u8; 32] = Sha256::digest(format!("{}\0{id}", sample.seed)).into();
        smallest.push((rank, id));
        if smallest.len() > sample.size as usize {
            smallest.pop();
        }
        Ok(())
    })?;
    let ids: Vec<String> = smallest.into_iter().map(|(_, id)| id).collect();
    let (mut ids, size) = (json(&ids), ids.len() as u64);
    ids.shrink_to_fit();
    Ok(Drawn { ids, size })
}
