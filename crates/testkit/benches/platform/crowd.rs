//! The platform with a crowd of clerks before it, whose drafts are signed.

use crate::Setting;
use crate::clerk::{Ready, between, browser, product_of, ready};
use crate::database::{Database, Engine, connect};
use crate::load::{CLIENTS, timed};
use crate::platform::Platform;
use counterparts::clock;
use counterparts::demonstration::lots;
use domain::time::Timestamp;
use reqwest::Client;
use std::sync::{Arc, Mutex};

const INSURER: &str = "江海财产保险股份有限公司";

/// A feed whose lots are all opened at one time.
fn opened_at(feed: &str, at: Timestamp) -> String {
    let time = at.civil().strftime("%Y-%m-%d %H:%M:%S").to_string();
    let line = |line: &str| {
        let mut lot: serde_json::Value = serde_json::from_str(line).unwrap();
        lot["bid_open_time"] = time.as_str().into();
        format!("{lot}\n")
    };
    feed.lines().map(line).collect()
}

/// The platform with a crowd before it.
pub(crate) struct Crowd {
    pub(crate) platform: Arc<Platform>,
    pub(crate) database: Database,
    pub(crate) clients: Vec<Client>,
}

impl Crowd {
    /// So many lots, opened as the demonstration's are or all at one time.
    pub(crate) async fn prepare(setting: &Setting, count: usize, opening: Option<Timestamp>) -> Self {
        let (address, database) = match setting.engine {
            Engine::Postgres => {
                let admin = connect(&format!("{}/postgres", setting.postgres)).await;
                let address = setting.database(&admin).await;
                let database = Database::Postgres(connect(&address).await);
                (address, Some(database))
            }
            Engine::Sqlite => ("sqlite:FOLDER/kaihan.db".to_owned(), None),
        };
        let mut platform = Platform::prepare(&setting.program, &address, setting.delay).await;
        let database = database.unwrap_or_else(|| Database::Sqlite(platform.path("kaihan.db").into()));
        let feed = platform.path("lots.jsonl");
        // A lot an order: an organisation that chooses the same lot again is led back to its draft.
        let listed = lots("650000", "新疆", u32::try_from(count).unwrap().max(300), clock::now());
        std::fs::write(&feed, opening.map_or_else(|| listed.clone(), |at| opened_at(&listed, at))).unwrap();
        platform.run(&["import", "lots", "--site", "650000", &feed]);
        platform.serve().await;
        let mut clients = Vec::new();
        for _ in 0..CLIENTS {
            clients.push(browser(&platform).await);
        }
        Self { platform: Arc::new(platform), database, clients }
    }

    /// So many drafts that are signed, each in the queue of the session it was made in.
    pub(crate) async fn drafts(&self, count: usize) -> Vec<Vec<Ready>> {
        let choices: Arc<Vec<String>> = Arc::new(self.database.texts("SELECT id FROM lot WHERE site = '650000' ORDER BY id").await);
        let mut tokens = Vec::new();
        let mut product = String::new();
        for client in &self.clients {
            let page = client.get(format!("{}/650000/lots/{}", self.platform.url, choices[0])).send().await.unwrap().text().await.unwrap();
            tokens.push(between(&page, "name=\"token\" value=\"", "\"").to_owned());
            product = product_of(&page, INSURER);
        }
        let made = Arc::new(Mutex::new(Vec::new()));
        let signer = Arc::new(self.platform.sealer("1-bidder"));
        let (platform, clients, tokens, all) = (Arc::clone(&self.platform), self.clients.clone(), Arc::new(tokens), Arc::clone(&made));
        timed(count, move |client, index| {
            let (platform, signer, tokens, all) = (Arc::clone(&platform), Arc::clone(&signer), Arc::clone(&tokens), Arc::clone(&all));
            let (http, lot, product) = (clients[client].clone(), choices[index].clone(), product.clone());
            async move {
                let ready = ready(&platform, &http, &signer, &lot, &product, &tokens[client]).await;
                all.lock().unwrap().push((client, ready));
            }
        })
        .await;
        let mut queues: Vec<Vec<Ready>> = (0..CLIENTS).map(|_| Vec::new()).collect();
        for (client, ready) in made.lock().unwrap().drain(..) {
            queues[client].push(ready);
        }
        queues
    }
}
