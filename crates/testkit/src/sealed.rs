use crate::browser::Browser;
use crate::world::TestWorld;
use domain::access::{Action, Actor, Relation, Role, may};
use domain::application::{ApplicationEvent, ApplicationFacts};
use domain::duty::Duties;
use domain::id::{ApplicationId, RequestId};
use domain::lot::{LotCommitment, TenderedLot};
use domain::number::ApplicationNumber;
use gm::certificate::Purpose;
use store::{Stamp, StoreError};

impl TestWorld {
    /// A described draft like the one at `order`, for the same lot under seal; gives back its address. The applicant's tool will seal the lot
    /// before the platform hears of it; until then such a draft is laid into the store.
    pub async fn sealed(&self, bidder: &mut Browser, order: &str) -> String {
        let like: ApplicationId = order.rsplit('/').next().unwrap().parse().unwrap();
        let like = store::application::load(&mut self.parts.store.reader(), like).await.unwrap().unwrap();
        let mut salted = [0; 32];
        self.parts.entropy.fill(&mut salted);
        let facts = ApplicationFacts {
            id: self.world.id(ApplicationId::new),
            number: ApplicationNumber::new(like.facts.site, u64::from_le_bytes(self.world.random())),
            lot: TenderedLot::sealed(LotCommitment(salted), like.facts.lot.opens_at()),
            ..like.facts
        };
        let actor = Actor {
            role: Role::Applicant,
            organisation: Some(facts.applicant.organisation),
            name: facts.applicant.name.to_string(),
            certificate: String::new(),
            institution: None,
            site: None,
            duties: Duties::all(),
            project: None,
        };
        let permit = may(&actor, Action::DraftApplication, Relation::Applicant).unwrap();
        let id = facts.id;
        let stamp = Stamp::new(permit, self.world.now(), self.world.id(RequestId::new), id.to_string());
        let drafted = ApplicationEvent::Drafted { facts: Box::new(facts) };
        let laid = self
            .parts
            .store
            .write::<_, StoreError, _>(move |tx| Box::pin(async move { store::application::create(tx, &stamp, &drafted).map(drop) }));
        laid.await.unwrap();
        let page = format!("/applications/{id}");
        let details = [("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
        let described = bidder.submit(&format!("{page}/details"), &format!("{page}/details"), &details).await;
        assert_eq!(described.location, format!("{page}/confirm"), "{}", described.body);
        bidder.agree(&page).await;
        page
    }

    /// Another person of the persona's organisation, logged in: with a certificate of the same authority, and a key of its own.
    pub async fn colleague(&self, key: &str) -> Browser {
        let name = self.certificate(key).0.subject_attribute("2.5.4.10").unwrap();
        let (certificate, secret) = self.certify(name, self.persona(key).uscc(), Purpose::Sign);
        let mut browser = self.browser();
        let answer = browser.login(&certificate, &secret, self.parts.entropy.as_ref()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }
}
