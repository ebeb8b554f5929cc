use crate::world::{TestWorld, root, typesetter};
use client::Platform;
use counterparts::demonstration::{VAULT_PIN, register_own_systems};
use counterparts::institution::{Book, Hostile, Institution, Mode, SealKeys, Setup};
use domain::delivery::{Delivery, DeliveryState};
use domain::id::{InstitutionId, JobId, OutboxId};
use domain::institution::{Connection, InterfaceVersion, Wire};
use gm::key_file;
use partners::timestamp::TimeStamps;
use std::sync::Arc;
use store::job::{Job, NewJob};

/// The account of the institution with its own system.
const ACCOUNT: &str = "4301000011112222333";

/// The register of the institution, as the platform takes it in; `payment` is how its product is paid for.
fn register(name: &str, uscc: &str, (wire, address): (Wire, &str), certificate: &str, payment: &str) -> String {
    let wire = wire.code();
    format!(
        r#"
[[institution]]
name = "{name}"
short_name = "衡岳财险"
uscc = "{uscc}"
kind = "insurer"
account = {{ number = "{ACCOUNT}", holder = "{name}", bank = "参考银行" }}
introduction = "经营工程保证保险"
contact = "苏云起"
mobile = "13900001010"
address = "{address}"
wire = "{wire}"
interface = "1.4"
certificate = """
{certificate}"""

[[institution.product]]
sites = ["650000"]
kind = "bid"
rate_ppm = 3000
minimum_yuan = "200"
amount_min_yuan = "1000"
amount_max_yuan = "5000000"
issuing = "real_time"
automatic = true
payment = "{payment}"
wording = "bid-independent/1"
"#
    )
}

impl TestWorld {
    /// The reference institution behind a real socket, registered as live in Xinjiang with a product paid for in this style: `cashier`
    /// or `transfer`. It talks in [`TestWorld::exchange`] only.
    pub async fn own_system(&self, payment: &str) -> Institution {
        self.own_system_with(Wire::Canonical, payment).await
    }

    /// The same with a system that understands this wire.
    pub async fn own_system_with(&self, wire: Wire, payment: &str) -> Institution {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let folder = self.folder.path().join("institutions");
        let persona = self.persona("a-newcomer");
        let certificate = std::fs::read_to_string(folder.join("hengyue.api.cer")).unwrap();
        let text = register(persona.organisation, &persona.uscc(), (wire, &address), &certificate, payment);
        app::institution::register::register(&self.world, &text).await.unwrap();
        let clock = Arc::clone(&self.clock);
        let platform_key = self.parts.platform.certificate().public_key().unwrap();
        let institution = Institution::new(Setup {
            book: Book::open(&self.folder.path().join("institution.db")).unwrap(),
            name: persona.organisation.to_owned(),
            uscc: persona.uscc(),
            account: ACCOUNT.into(),
            wire,
            address,
            platform: Platform { address: self.serve().await, serial: client::serial(&platform_key), key: platform_key },
            key: key_file::decrypt(&std::fs::read_to_string(folder.join("hengyue.api.p8")).unwrap(), VAULT_PIN).unwrap(),
            seal: SealKeys::open(&folder, "hengyue", VAULT_PIN).unwrap(),
            time_stamps: TimeStamps::new(&self.time_stamps).unwrap(),
            typesetter: typesetter(),
            layout: std::fs::read_to_string(root().join("wordings/layout/1/layout.typ")).unwrap(),
            entropy: Arc::clone(&self.parts.entropy),
            now: Arc::new(move || app::Clock::now(clock.as_ref())),
        })
        .unwrap();
        let router = institution.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        institution
    }

    /// The three institutions of the demonstration with their own systems, all of them this one at its real socket.
    pub async fn sick_neighbours(&self, mode: Mode) {
        let address = self.hostile(mode).await;
        let text = register_own_systems(&self.folder.path().join("institutions"), &[address.clone(), address.clone(), address]).unwrap();
        app::institution::register::register(&self.world, &text).await.unwrap();
    }

    /// A system that misbehaves, known by the newcomer's key; gives back its address.
    pub async fn hostile(&self, mode: Mode) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let key = std::fs::read_to_string(self.folder.path().join("institutions/hengyue.api.p8")).unwrap();
        let clock = Arc::clone(&self.clock);
        let hostile = Hostile {
            mode,
            uscc: self.persona("a-newcomer").uscc(),
            key: key_file::decrypt(&key, VAULT_PIN).unwrap(),
            entropy: Arc::clone(&self.parts.entropy),
            now: Arc::new(move || app::Clock::now(clock.as_ref())),
        };
        tokio::spawn(hostile.serve(listener));
        address
    }

    /// A message to an institution about the order with this number, with the job that sends it; neither is written yet.
    #[must_use]
    pub fn outgoing(&self, institution: InstitutionId, number: usize) -> (Delivery, NewJob) {
        let (world, now) = (&self.world, self.world.now());
        let delivery = Delivery {
            id: world.id(OutboxId::new),
            institution,
            subject: format!("D{number:018}"),
            topic: "application.order".into(),
            payload: include_str!("../../protocol/samples/application-order.json").into(),
            created_at: now,
            state: DeliveryState::Pending,
            tries: 0,
            error: String::new(),
        };
        let job = NewJob::now(world.id(JobId::new), Job::SendDelivery(delivery.id), now);
        (delivery, job)
    }

    /// Tells the platform that the institution's own system is at another address.
    pub async fn move_institution(&self, address: &str) {
        let connection = Connection::OwnSystem { address: address.to_owned(), wire: Wire::Canonical };
        self.change_institution(|institution| institution.connection = connection).await;
    }

    /// The newcomer's institution has proved this version of the interface.
    pub async fn prove(&self, interface: InterfaceVersion) {
        self.change_institution(|institution| institution.interface = interface).await;
    }

    /// The newcomer's institution as it is registered.
    pub async fn newcomer(&self) -> domain::institution::Institution {
        let uscc = self.persona("a-newcomer").uscc().parse().unwrap();
        let organisation = store::organisation::load_by_uscc(&mut self.parts.store.reader(), &uscc).await.unwrap().unwrap();
        let known = store::institution::load_by_organisation(&mut self.parts.store.reader(), organisation.id).await.unwrap();
        known.unwrap()
    }

    async fn change_institution(&self, change: impl FnOnce(&mut domain::institution::Institution)) {
        let mut institution = self.newcomer().await;
        change(&mut institution);
        let saved = self
            .parts
            .store
            .write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::institution::save(tx, &institution) }));
        saved.await.unwrap();
    }

    /// Serves the interface on a real socket, and gives back its address.
    pub async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = api::router(self.world.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Lets platform and institution talk until neither has anything to say.
    pub async fn exchange(&self, institution: &Institution) {
        loop {
            let ran = self.run_jobs().await;
            let sent = institution.round().await.unwrap();
            if ran == 0 && sent == 0 {
                return;
            }
        }
    }
}
