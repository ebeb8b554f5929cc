//! What an organisation says of itself.

use super::{Command, Machine, Table, next, perhaps};
use crate::profile::{certificate_ends, content, file, holder, profile, site, verified, whole};
use crate::samples::now;
use domain::Refusal;
use domain::profile::{EnterpriseProfile, ProfileEvent, ProfileFileKind, ProfileState, attach, change, remove, send_back, submit, verify};

fn command(name: &'static str, run: fn(&EnterpriseProfile) -> Result<ProfileEvent, Refusal>) -> Command<'static, EnterpriseProfile> {
    (name, Box::new(move |profile| next(profile, run(profile), EnterpriseProfile::apply)))
}

fn changed(address: &'static str, contact: &'static str) -> impl Fn(&EnterpriseProfile) -> Result<Option<ProfileEvent>, Refusal> {
    move |profile| {
        let mut content = if profile.content == Default::default() { content() } else { profile.content.clone() };
        content.address = Some(address.parse().unwrap());
        content.contact = Some(contact.parse().unwrap());
        Ok(change::change(profile, content))
    }
}

/// All but the identity card is there.
fn one_missing() -> EnterpriseProfile {
    let mut profile = whole(&[]);
    let card = profile.files.iter().find(|file| file.kind == ProfileFileKind::LegalCard).unwrap().id;
    profile.apply(&remove::remove(&profile, card).unwrap());
    profile
}

/// What is done to a profile; nothing where it changes nothing.
type Change = Box<dyn Fn(&EnterpriseProfile) -> Result<Option<ProfileEvent>, Refusal>>;

pub(super) fn section() -> String {
    let submitted = whole(&[ProfileEvent::Submitted { site: site(), certificate_ends: certificate_ends(), holder: Some(holder()) }]);
    let returned = whole(&[
        ProfileEvent::Submitted { site: site(), certificate_ends: certificate_ends(), holder: Some(holder()) },
        ProfileEvent::SentBack { reason: "营业执照看不清".into() },
    ]);
    let mut stale = verified();
    stale.state = ProfileState::Verified { site: site(), at: now(), until: now().date().yesterday().unwrap(), holder: Some(holder()) };
    let run = |change: Change| move |profile: &EnterpriseProfile| perhaps(profile, change(profile), EnterpriseProfile::apply);
    Machine {
        title: "Enterprise profile 企业信息",
        about: "What an organisation says of itself once: filled in by its people, verified by a trading centre's. `incomplete`, `complete` and `stale`\n\
                follow from what it holds and the day and are not stored.",
        begins: ("Begin", "incomplete"),
        named: |profile: &EnterpriseProfile| (profile.standing(&holder(), now()).code(), profile.standing(&holder(), now()).label()),
        ordinary: Some(Refusal::ProfileStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("incomplete", profile(&[])),
                ("incomplete, one paper missing", one_missing()),
                ("complete", whole(&[])),
                ("submitted", submitted),
                ("returned", returned),
                ("verified", verified()),
                ("stale", stale),
            ],
            commands: vec![
                ("Change, what a centre looks at", Box::new(run(Box::new(changed("郑州市金水区经三路 1 号", "林知夏"))))),
                ("Change, the contact", Box::new(run(Box::new(changed("郑州市金水区纬五路 8 号", "沈青禾"))))),
                command("Attach", |profile| attach::attach(profile, file(ProfileFileKind::LegalCard, 2))),
                command("Remove", |profile| remove::remove(profile, profile.files.first().map_or(file(ProfileFileKind::LegalCard, 9).id, |file| file.id))),
                command("Submit", |profile| submit::submit(profile, site(), &holder(), certificate_ends(), now())),
                command("SendBack", |profile| send_back::send_back(profile, profile.version, "营业执照看不清")),
                command("Verify", |profile| verify::verify(profile, profile.version, now())),
                command("Verify, changed since it was looked at", |profile| verify::verify(profile, profile.version - 1, now())),
            ],
        }],
    }
    .section()
}
