use crate::browser::{Browser, Fetched, Sealer};
use crate::clock::ManualClock;
use app::glyphs::Glyphs;
use app::identity::TrustFolder;
use app::platform::Platform;
use app::reader::Reader;
use app::site::Sites;
use app::vault::Vault;
use app::{Parts, World};
use axum::Router;
use counterparts::bank::Ledger;
use counterparts::demonstration::{PERSONAS, Persona, Studio, VAULT_PIN, lots, prepare, register};
use counterparts::timestamp::Authority;
use documents::typesetting::Typesetter;
use documents::verify::Verifier;
use documents::wording::Wordings;
use domain::money::Cny;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use gm::{Entropy, SecretKey, key_file};
use partners::bank::Bank;
use partners::bank::wire::{BANK_LINES, BankLine};
use partners::institution::Dialler;
use partners::text_message::Gateway;
use partners::timestamp::TimeStamps;
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use store::files::Files;
use store::{Engine, Store};
use tempfile::TempDir;
use testbase::{Database, Kind, Seeded, Template};
use tokio::sync::OnceCell;
use web::Web;

/// The platform under test.
#[derive(Debug)]
pub struct TestWorld {
    /// The platform.
    pub world: World,
    /// What it was made of: its rows, for tests that look at what is written.
    pub parts: Parts,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its pages and interfaces.
    pub router: Router,
    /// The bank's own books.
    pub bank: counterparts::bank::Bank,
    /// Everything on the disk.
    pub folder: TempDir,
    /// Its database.
    pub engine: Engine,
    /// The address of its time-stamp authority.
    pub time_stamps: String,
    /// The gateway with the phones.
    pub text_messages: counterparts::text_message::Gateway,
    /// The gateway's address.
    pub text_messages_url: String,
    bank_key: SecretKey,
}

/// The address the platform under test believes it has.
pub(crate) const ORIGIN: &str = "http://kaihan.test";

/// Key files are slow to make on purpose, so one set is made per test program and copied.
fn certificates() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            make(folder.path(), app::Clock::now(&ManualClock::default()), &Seeded::new(1));
            folder
        })
        .path()
}

pub(crate) fn typesetter() -> Arc<Typesetter> {
    static TYPESETTER: OnceLock<Arc<Typesetter>> = OnceLock::new();
    // Built by `cargo test --workspace` and `cargo build -p confined`.
    Arc::clone(TYPESETTER.get_or_init(|| Arc::new(Typesetter::beside_this_program(&root().join(".kaihan/fonts")))))
}

/// Character maps of tens of thousands of glyphs, and what documents say: the same for every world, so read once per test program.
fn glyphs() -> Arc<Glyphs> {
    static GLYPHS: OnceLock<Arc<Glyphs>> = OnceLock::new();
    Arc::clone(GLYPHS.get_or_init(|| Arc::new(Glyphs::open(&root().join(".kaihan/fonts")).unwrap())))
}

fn wordings() -> Arc<Wordings> {
    static WORDINGS: OnceLock<Arc<Wordings>> = OnceLock::new();
    Arc::clone(WORDINGS.get_or_init(|| Arc::new(Wordings::open(&root().join("wordings")).unwrap())))
}

/// The sample institutions and the lots in a database, and the randomness as it was left: a world that goes on from there is the world
/// that filled it.
struct Filled {
    template: Template,
    entropy: Seeded,
}

impl Filled {
    /// Made once per test program and engine, and copied.
    async fn of(kind: Kind) -> &'static Self {
        static FILLED: [OnceCell<Filled>; 2] = [const { OnceCell::const_new() }; 2];
        FILLED[kind as usize]
            .get_or_init(|| async {
                let folder = certificates().join(format!("{kind:?}"));
                std::fs::create_dir(&folder).unwrap();
                let entropy = Arc::new(Seeded::new(2));
                let world = TestWorld::standing(None, &entropy, Base::New(kind)).await;
                world.fill().await;
                Self { template: Template::of(&world.engine, &folder), entropy: entropy.fork() }
            })
            .await
    }
}

/// What a world's database begins as.
enum Base<'a> {
    /// Empty.
    New(Kind),
    /// A copy.
    Copy(&'a Template),
}

/// The demonstration's certificates and seals, in `folder`.
fn make(folder: &Path, now: Timestamp, entropy: &dyn Entropy) {
    let layout = std::fs::read_to_string(root().join("wordings/layout/1/layout.typ")).unwrap();
    prepare(folder, now, entropy, &Studio { typesetter: &typesetter(), layout: &layout }).unwrap();
    // As the platform makes one when it starts for the first time; quick to open, as every world opens it.
    let personal = key_file::encrypt_for_demonstration(&SecretKey::generate(&Seeded::new(3)), VAULT_PIN, &Seeded::new(3)).unwrap();
    std::fs::write(folder.join("vault/personal.p8"), personal).unwrap();
}

/// A platform of these parts, with its pages and interfaces.
pub(crate) fn built(parts: &Parts) -> (World, Router) {
    let world = World::new(parts.clone());
    let web = Web { world: world.clone(), agent: "http://127.0.0.1:17650".into(), agents: std::sync::Arc::new([]), proxied: false };
    let router = web::table().router(web).merge(api::router(world.clone()));
    (world, router)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

impl TestWorld {
    /// A platform with the sample institutions and 30 lots on each of two sites.
    pub async fn new(kind: Kind) -> Self {
        let filled = Filled::of(kind).await;
        Self::standing(None, &Arc::new(filled.entropy.fork()), Base::Copy(&filled.template)).await
    }

    /// The same at another beginning than the manual clock's, with certificates that are valid then: for tests that start real
    /// programs, which look at the real clock.
    pub async fn beginning(kind: Kind, start: Timestamp) -> Self {
        let world = Self::standing(Some(start), &Arc::new(Seeded::new(2)), Base::New(kind)).await;
        world.fill().await;
        world
    }

    /// Institutions, and lots on each of two sites.
    async fn fill(&self) {
        app::institution::register::register(&self.world, &register()).await.unwrap();
        for (site, place) in [("650000", "新疆"), ("430000", "湖南")] {
            let feed = self.folder.path().join(format!("lots-{site}.jsonl"));
            std::fs::write(&feed, lots(site, place, 30, self.world.now())).unwrap();
            app::lot::import::import(&self.world, &self.world.system(), site.parse().unwrap(), &feed, |_| {}).await.unwrap();
        }
    }

    /// A platform over its database, whatever is in it.
    async fn standing(start: Option<Timestamp>, entropy: &Arc<Seeded>, base: Base<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let clock = Arc::new(start.map_or_else(ManualClock::default, ManualClock::at));
        let entropy: Arc<dyn Entropy> = Arc::<Seeded>::clone(entropy);
        match start {
            Some(start) => {
                make(folder.path(), start, entropy.as_ref());
            }
            None => {
                for name in [
                    "trust",
                    "trust/documents",
                    "trust/licences",
                    "trust/makers",
                    "trust/timestamps",
                    "vault",
                    "agent",
                    "systems",
                    "institutions",
                    "ca",
                ] {
                    copy(&certificates().join(name), &path(name));
                }
            }
        }
        let key = |name: &str| key_file::decrypt(&std::fs::read_to_string(path("systems").join(name)).unwrap(), VAULT_PIN).unwrap();
        let (bank_key, platform_key) = (key("bank.p8"), key("platform.p8"));
        let Database(engine) = match base {
            Base::New(kind) => Database::new(kind, folder.path()).await,
            Base::Copy(template) => template.copy(folder.path()).await,
        };

        // The bank behind a real socket, for refunds; it takes the platform's word for the time.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bank_url = format!("http://{}", listener.local_addr().unwrap());
        let now = Arc::clone(&clock);
        let bank = counterparts::bank::Bank::new(
            Ledger::open(&path("bank.db")).unwrap(),
            ORIGIN,
            bank_key.clone(),
            platform_key.public_key(),
            Arc::clone(&entropy),
            Arc::new(move || app::Clock::now(now.as_ref())),
        );
        let router = bank.router();
        tokio::spawn(async move { axum::serve(listener, router).await });

        // The time-stamp authority behind a real socket too, with the same time.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let time_stamps = format!("http://{}/", listener.local_addr().unwrap());
        let now = Arc::clone(&clock);
        let now: counterparts::timestamp::Now = Arc::new(move || app::Clock::now(now.as_ref()));
        let authority = Authority::open(&path("systems"), VAULT_PIN, Arc::clone(&entropy), now).unwrap();
        tokio::spawn(async move { axum::serve(listener, authority.router()).await });

        // The text message gateway, likewise.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let text_messages_url = format!("http://{}", listener.local_addr().unwrap());
        let now = Arc::clone(&clock);
        let text_messages = counterparts::text_message::Gateway::new(
            counterparts::text_message::Inbox::open(&path("sms.db")).unwrap(),
            platform_key.public_key(),
            Arc::new(move || app::Clock::now(now.as_ref())),
        );
        let router = text_messages.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let certificate = Certificate::from_pem(&std::fs::read_to_string(path("systems/platform.cer")).unwrap()).unwrap().remove(0);

        let platform = Arc::new(Platform::new(platform_key.clone(), certificate, Arc::clone(&entropy)).unwrap());
        let parts = Parts {
            store: Store::open(&engine).await.unwrap(),
            files: Files::in_folder(&path("files")).unwrap(),
            typesetter: typesetter(),
            glyphs: glyphs(),
            verifier: Verifier::beside_this_program(),
            reader: Reader::beside_this_program(),
            scanner: None,
            wordings: wordings(),
            time_stamps: Arc::new(TimeStamps::new(&time_stamps).unwrap()),
            sites: Arc::new(Sites::load(&root().join("regions"), app::Clock::now(clock.as_ref()).date().year()).unwrap()),
            vault: Arc::new(Vault::open(&path("vault"), VAULT_PIN, Arc::clone(&entropy)).unwrap()),
            trust: Arc::new(TrustFolder::open(&path("trust"), true).unwrap()),
            platform: Arc::clone(&platform),
            text_messages: Arc::new(Gateway::new(&text_messages_url, platform_key.clone(), Arc::clone(&entropy)).unwrap()),
            mail: None,
            bank: Arc::new(Bank::new(&bank_url, platform_key.clone(), Arc::clone(&entropy)).unwrap()),
            bank_key: bank_key.public_key(),
            clock: Arc::<ManualClock>::clone(&clock),
            entropy: Arc::clone(&entropy),
            origin: ORIGIN.into(),
            institutions: Arc::new(Dialler::new(platform_key.clone(), &platform.identity().serial, Arc::clone(&entropy), true).unwrap()),
            portals: Arc::default(),
            phones: Arc::default(),
        };
        let (world, router) = built(&parts);
        Self { world, parts, clock, router, bank, folder, engine, time_stamps, text_messages, text_messages_url, bank_key }
    }

    /// The same platform with other parts.
    #[must_use]
    pub(crate) fn with_parts(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(&mut self.parts);
        (self.world, self.router) = built(&self.parts);
        self
    }

    /// The same platform with the sites of another folder.
    #[must_use]
    pub fn with_sites(mut self, regions: &Path) -> Self {
        let year = app::Clock::now(self.clock.as_ref()).date().year();
        self.parts.sites = Arc::new(Sites::load(regions, year).unwrap());
        (self.world, self.router) = built(&self.parts);
        self
    }

    /// A browser without a session.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The persona with this key name.
    #[must_use]
    pub fn persona(&self, key: &str) -> &'static Persona {
        PERSONAS.iter().find(|persona| persona.key == key).expect("a persona")
    }

    /// A persona's certificate and key.
    #[must_use]
    pub fn certificate(&self, key: &str) -> (Certificate, SecretKey) {
        let folder = self.folder.path().join("agent");
        let read = |extension: &str| std::fs::read_to_string(folder.join(format!("{key}.{extension}"))).unwrap();
        let secret = key_file::decrypt(&read("p8"), self.persona(key).pin).unwrap();
        (Certificate::from_pem(&read("cer")).unwrap().remove(0), secret)
    }

    /// A persona's certificate, key and electronic seal.
    #[must_use]
    pub fn sealer(&self, key: &str) -> Sealer {
        let (certificate, secret) = self.certificate(key);
        let seal = std::fs::read(self.folder.path().join("agent").join(format!("{key}.esl"))).unwrap();
        Sealer { certificate, key: secret, seal }
    }

    /// A browser of a persona who has logged in.
    pub async fn logged_in(&self, key: &str) -> Browser {
        let mut browser = self.browser();
        let (certificate, secret) = self.certificate(key);
        let answer = browser.login(&certificate, &secret, self.parts.entropy.as_ref()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// Logs a browser in with what the login form carries besides.
    pub async fn log_in_with(&self, browser: &mut Browser, key: &str, besides: &[(&str, &str)]) -> Fetched {
        let (certificate, secret) = self.certificate(key);
        let challenge = browser.challenge().await;
        let signature = secret.sign(&challenge.canonical(), self.parts.entropy.as_ref()).unwrap();
        browser.answer_with(&challenge, &certificate, &signature, besides).await
    }

    /// An application of the persona `key`, signed and submitted; gives back the order's address.
    pub async fn submitted(&self, bidder: &mut Browser, key: &str, site: &str, guarantor: &str) -> String {
        let order = bidder.draft(site, guarantor).await;
        let answer = bidder.sign(&order, &self.sealer(key), self.parts.entropy.as_ref()).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, order.as_str()), "{}", answer.body);
        order
    }

    /// The exact fee of an order, transferred and reported; no job has run yet.
    pub async fn pay(&self, bidder: &mut Browser, order: &str) {
        let (account, amount, reference) = bidder.due(order).await;
        let id = order.rsplit('/').next().unwrap().parse().unwrap();
        let application = store::application::load(&mut self.parts.store.reader(), id).await.unwrap().unwrap();
        let line = self.transfer(&account, &amount, &format!("保费 {reference}"));
        let answer = self.report(&BankLine { payer_name: application.facts.applicant.name.to_string(), ..line }).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// Two persons at the guarantor find an order right.
    pub async fn approve(&self, order: &str, maker: &str, checker: &str) {
        for (persona, verb) in [(maker, "endorse"), (checker, "approve")] {
            let mut staff = self.logged_in(persona).await;
            let answer = staff.submit(order, &format!("/workbench{order}/{verb}"), &[]).await;
            assert_eq!(answer.status, 303, "{verb}: {}", answer.body);
        }
    }

    /// Runs everything that has run again: no job is finished for good, whoever was told twice must not act twice.
    pub async fn repeat_jobs(&self) {
        let now = self.world.now();
        let again = self.parts.store.write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::job::repeat_all(tx, now) }));
        again.await.unwrap();
        self.run_jobs().await;
    }

    /// Runs every job that is due now, of both lanes, until nothing is.
    pub async fn run_jobs(&self) -> usize {
        let mut ran = 0;
        loop {
            let round = self.round().await.expect("the database answers");
            ran += round;
            if round == 0 {
                return ran;
            }
        }
    }

    /// Runs what is due as a worker that dies at each of its steps: first before the first write, then after it, after the second, … until
    /// one run has come to its end. Whoever dies holds its jobs until their lease ends, so the clock goes on by that each time.
    pub async fn run_jobs_dying_at_every_step(&self) {
        for nth in 0.. {
            assert!(nth < 200, "it does not come to an end");
            self.parts.store.fail_from(Some(nth));
            let mut died = self.round().await.is_none();
            while !died {
                match self.round().await {
                    Some(0) => break,
                    Some(_) => {}
                    None => died = true,
                }
            }
            self.parts.store.fail_from(None);
            if !died {
                return;
            }
            self.clock.advance(store::job::LEASE_MICROS);
        }
    }

    /// One claim of each lane, run; `None` when the worker died.
    async fn round(&self) -> Option<usize> {
        let mut ran = app::work::run_due(&self.world).await.ok()?;
        for delivery in app::work::claim(&self.world, app::work::Lane::Deliveries, 100).await.ok()? {
            app::work::run(&self.world, delivery).await.ok()?;
            ran += 1;
        }
        Some(ran)
    }

    /// The bank reports a credit, signed, over the platform's interface.
    pub async fn report(&self, line: &BankLine) -> Fetched {
        self.report_signed_by(line, &self.bank_key).await
    }

    /// A report signed by whatever key.
    pub async fn report_signed_by(&self, line: &BankLine, key: &SecretKey) -> Fetched {
        let body = serde_json::to_vec(line).unwrap();
        let request = Request { method: "POST", target: BANK_LINES, host: "kaihan.test", body: &body };
        let identity = Identity { app: "bank".into(), serial: String::new(), signer: Signer::Sm2(key.clone()) };
        let entropy = self.parts.entropy.as_ref();
        let authorization = sign(&request, &identity, self.world.now().seconds(), &nonce(entropy), entropy).unwrap();
        self.browser().send("POST", BANK_LINES, &[("authorization", &authorization), ("content-type", "application/json")], body).await
    }

    /// The last text message that arrived on a phone, once the jobs have run.
    pub async fn last_message(&self, mobile: &str) -> Option<String> {
        self.run_jobs().await;
        self.text_messages.inbox().latest(mobile).unwrap().first().map(|message| message.text.clone())
    }

    /// A transfer as the bank would report it.
    pub fn transfer(&self, account: &str, amount: &str, remark: &str) -> BankLine {
        let transfer = counterparts::bank::Transfer {
            payer_name: "天山北麓建设工程有限公司".into(),
            payer_account: "6217".into(),
            payee_account: account.into(),
            amount: Cny::parse_yuan(amount).unwrap(),
            remark: remark.into(),
        };
        let line_id = self.bank.ledger().book(&transfer, self.world.random(), self.world.now()).unwrap();
        BankLine {
            line_id,
            account: transfer.payee_account,
            amount: transfer.amount.plain(),
            payer_name: transfer.payer_name,
            payer_account: transfer.payer_account,
            remark: transfer.remark,
            booked_at: self.world.now().to_seconds(),
        }
    }
}
