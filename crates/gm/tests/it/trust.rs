//! Paths and lists as authorities really make them: K10, E3, E13, E15, E26, E32, N3 and L8.

use crate::craft::{authority, certificate, element, extension, list, name, sequence};
use crate::support::{NOW, Seeded};
use gm::SecretKey;
use gm::certificate::{Certificate, CertificateError, Purpose, Revocation, RevocationList, Trust};

const UTF8: u8 = 0x0c;
const PRINTABLE: u8 = 0x13;
const BMP: u8 = 0x1e;

struct World {
    entropy: Seeded,
    root_name: Vec<u8>,
    root_key: SecretKey,
    root: Certificate,
    leaf_key: SecretKey,
    leaf: Certificate,
}

fn signs() -> Vec<u8> {
    extension(15, true, &[3, 2, 6, 0xc0])
}

impl World {
    fn new(extensions: &[Vec<u8>]) -> Self {
        let entropy = Seeded::new(40);
        let (root_key, leaf_key) = (SecretKey::generate(&entropy), SecretKey::generate(&entropy));
        let root_name = name(UTF8, b"root");
        let root = certificate((&root_name, &root_key), (&root_name, &root_key), &authority(), &entropy);
        let leaf = certificate((&name(UTF8, b"leaf"), &leaf_key), (&root_name, &root_key), extensions, &entropy);
        Self { entropy, root_name, root_key, root, leaf_key, leaf }
    }

    /// Whether the leaf may log in when this list is the one at hand.
    fn logs_in(&self, entries: &[(&Certificate, Vec<u8>)], extensions: &[Vec<u8>]) -> Result<(), CertificateError> {
        let list = list((&self.root_name, &self.root_key), entries, extensions, &self.entropy);
        let trust = Trust::new(vec![self.root.clone()], vec![list]);
        trust.verify(std::slice::from_ref(&self.leaf), Purpose::Sign, NOW).map(drop)
    }

    fn past(&self, anchors: Vec<Certificate>, others: &[Certificate], purpose: Purpose) -> Result<Revocation, CertificateError> {
        Trust::new(anchors, Vec::new()).verify_past(&self.leaf, others, purpose, NOW, &[])
    }
}

fn scope(parts: &[u8]) -> Vec<u8> {
    extension(28, true, &element(0x30, parts))
}

fn place(address: &str) -> Vec<u8> {
    element(0xa0, &element(0xa0, &element(0x86, address.as_bytes())))
}

/// A certificate that says where its list is.
fn at(address: &str) -> Vec<u8> {
    extension(31, false, &sequence(&[&sequence(&[&place(address)])]))
}

#[test]
fn a_list_of_another_scope_lets_nobody_log_in_k10() {
    let world = World::new(&[signs(), at("http://ca.example/7.crl")]);
    let unknown = Err(CertificateError::RevocationUnknown);
    for extensions in [
        scope(&place("http://ca.example/1.crl")),
        scope(&[0x82, 1, 0xff]),
        scope(&[0x85, 1, 0xff]),
        scope(&[0x83, 2, 6, 0x40]),
        scope(&[0x84, 1, 0xff]),
        extension(27, true, &[2, 1, 1]),
        extension(99, true, &[5, 0]),
    ] {
        assert_eq!(world.logs_in(&[], std::slice::from_ref(&extensions)), unknown, "{extensions:02x?}");
        let listed = [(&world.leaf, Vec::new())];
        assert_eq!(world.logs_in(&listed, std::slice::from_ref(&extensions)), Err(CertificateError::Revoked), "it counts against");
    }
    assert_eq!(world.logs_in(&[(&world.root, extension(99, true, &[5, 0]))], &[]), unknown, "an entry that is not understood");
    for good in [scope(&place("http://ca.example/7.crl")), scope(&[0x81, 1, 0xff]), scope(&[]), extension(46, false, &[0x30, 0])] {
        assert_eq!(world.logs_in(&[], std::slice::from_ref(&good)), Ok(()), "{good:02x?}");
    }
}

/// A large authority parts its list: by hundreds of places, of which a certificate names one.
#[test]
fn an_authority_with_hundreds_of_lists_shuts_nobody_out_k10() {
    let world = World::new(&[signs(), at("http://ca.example/217.crl")]);
    let part = |number: usize, entries: &[(&Certificate, Vec<u8>)]| {
        let address = format!("http://ca.example/{number}.crl");
        list((&world.root_name, &world.root_key), entries, &[scope(&place(&address))], &world.entropy)
    };
    let others: Vec<_> = (0..217).map(|number| part(number, &[])).collect();
    let verified = |lists: &[RevocationList]| {
        let trust = Trust::new(vec![world.root.clone()], lists.to_vec());
        let now = trust.verify(std::slice::from_ref(&world.leaf), Purpose::Sign, NOW).map(drop);
        (now, trust.verify_past(&world.leaf, &[], Purpose::Document, NOW, &[]))
    };
    let with = |own| [others.as_slice(), &[own]].concat();
    assert_eq!(verified(&with(part(217, &[]))), (Ok(()), Ok(Revocation::Good)));
    let revoked = CertificateError::Revoked;
    assert_eq!(verified(&with(part(217, &[(&world.leaf, Vec::new())]))), (Err(revoked), Err(revoked)));
    let unknown = CertificateError::RevocationUnknown;
    assert_eq!(verified(&others), (Err(unknown), Err(unknown)), "its own part is not there");
    // The same hundreds under the authority's former key are another's.
    let former = SecretKey::generate(&world.entropy);
    let theirs: Vec<_> = (0..200).map(|_| list((&world.root_name, &former), &[], &[], &world.entropy)).collect();
    assert_eq!(verified(&[theirs.as_slice(), &with(part(217, &[]))].concat()), (Ok(()), Ok(Revocation::Good)));
    assert_eq!(verified(&theirs), (Err(unknown), Ok(Revocation::Unknown)));
    // Whoever made a document chose its lists: those that concern nothing cost nothing, a crowd of the others ends.
    let bare = Trust::new(vec![world.root.clone()], Vec::new());
    let brought = |lists: &[RevocationList]| bare.verify_past(&world.leaf, &[], Purpose::Document, NOW, lists);
    assert_eq!(brought(&with(part(217, &[]))), Ok(Revocation::Good));
    assert!(brought(&theirs).is_err());
}

#[test]
fn a_list_at_a_place_speaks_for_no_certificate_that_names_none_3() {
    let world = World::new(&[signs()]);
    assert_eq!(world.logs_in(&[], &[scope(&place("http://ca.example/7.crl"))]), Err(CertificateError::RevocationUnknown));
}

#[test]
fn an_authority_with_a_new_key_of_the_same_name_shuts_nobody_out_13() {
    let world = World::new(&[signs()]);
    let new_key = SecretKey::generate(&world.entropy);
    let new = certificate((&world.root_name, &new_key), (&world.root_name, &new_key), &authority(), &world.entropy);
    let lists = [&world.root_key, &new_key].map(|key| list((&world.root_name, key), &[], &[], &world.entropy));
    for anchors in [vec![new.clone(), world.root.clone()], vec![world.root.clone(), new.clone()]] {
        let trust = Trust::new(anchors, lists.to_vec());
        assert!(trust.verify(std::slice::from_ref(&world.leaf), Purpose::Sign, NOW).is_ok());
    }
    // The other key's list is another's: it neither proves nor spoils anything.
    let trust = Trust::new(vec![world.root.clone()], vec![lists[1].clone()]);
    assert_eq!(trust.verify(std::slice::from_ref(&world.leaf), Purpose::Sign, NOW), Err(CertificateError::RevocationUnknown));
    assert_eq!(trust.verify_past(&world.leaf, &[], Purpose::Document, NOW, &[]), Ok(Revocation::Unknown));
    assert_eq!(world.past(vec![new], &[], Purpose::Document), Err(CertificateError::Signature));
}

#[test]
fn a_path_is_found_through_cross_signed_authorities_and_circles_end_13() {
    let mut world = World::new(&[signs()]);
    let (middle_name, other_name) = (name(UTF8, b"middle"), name(UTF8, b"other"));
    let (middle_key, other_key) = (SecretKey::generate(&world.entropy), SecretKey::generate(&world.entropy));
    let issue = |subject: (&[u8], &SecretKey), issuer: (&[u8], &SecretKey)| certificate(subject, issuer, &authority(), &world.entropy);
    let (middle, other) = ((middle_name.as_slice(), &middle_key), (other_name.as_slice(), &other_key));
    let circle = [issue(middle, other), issue(other, middle)];
    let right = issue(middle, (&world.root_name, &world.root_key));
    let leaf = certificate((&name(UTF8, b"leaf"), &world.leaf_key), middle, &[signs()], &world.entropy);
    world.leaf = leaf;
    assert_eq!(world.past(vec![world.root.clone()], &circle, Purpose::Document), Err(CertificateError::Untrusted));
    let others = [circle.as_slice(), &[right]].concat();
    assert_eq!(world.past(vec![world.root.clone()], &others, Purpose::Document), Ok(Revocation::Unknown));
    let crowd = vec![circle[0].clone(); 300];
    assert!(world.past(vec![world.root.clone()], &crowd, Purpose::Document).is_err(), "a crowd of candidates ends too");
}

#[test]
fn usage_is_what_rfc_5280_says_15_32() {
    let (vouches, timed) =
        (extension(15, true, &[3, 2, 6, 0x40]), |critical| extension(37, critical, &sequence(&[&[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8]])));
    let allowed = |extensions: &[Vec<u8>], purpose| {
        let world = World::new(extensions);
        world.past(vec![world.root.clone()], &[], purpose).is_ok()
    };
    assert!(
        allowed(std::slice::from_ref(&vouches), Purpose::Document)
            && allowed(&[], Purpose::Document)
            && allowed(&[signs()], Purpose::Document)
    );
    assert!(!allowed(&[vouches], Purpose::Sign) && !allowed(&[], Purpose::Sign), "login stays strict");
    assert!(allowed(&[timed(true)], Purpose::TimeStamp), "the critical usage is enough");
    assert!(!allowed(&[timed(false)], Purpose::TimeStamp) && !allowed(&[], Purpose::TimeStamp));
    assert!(!allowed(&[signs(), timed(true)], Purpose::Document) && !allowed(&[extension(15, true, &[3, 2, 5, 0x20])], Purpose::Document));
}

#[test]
fn certificates_of_systems_do_not_log_in_l8() {
    let usage = |last: u8| extension(37, false, &sequence(&[&[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, last]]));
    // Server, program, revocation answers, time stamps, documents; then a person at a client, and mail.
    for (last, person) in [(1, false), (3, false), (9, false), (8, false), (36, false), (2, true), (4, true)] {
        let world = World::new(&[signs(), usage(last)]);
        assert_eq!(world.logs_in(&[], &[]).is_ok(), person, "1.3.6.1.5.5.7.3.{last}");
    }
}

#[test]
fn names_are_compared_by_what_they_say_26() {
    for (theirs, same) in [
        (name(PRINTABLE, b"root"), true),
        (name(UTF8, b"  ROOT "), true),
        (name(BMP, &[0, b'r', 0, b'o', 0, b'o', 0, b't']), true),
        (name(UTF8, b"r oot"), false),
        (name(UTF8, b"root2"), false),
    ] {
        let mut world = World::new(&[signs()]);
        world.leaf = certificate((&name(UTF8, b"leaf"), &world.leaf_key), (&theirs, &world.root_key), &[signs()], &world.entropy);
        assert_eq!(world.past(vec![world.root.clone()], &[], Purpose::Document).is_ok(), same, "{theirs:02x?}");
    }
}

#[test]
fn names_are_read_by_their_type_or_shown_whole_n3() {
    let read = |tag: u8, bytes: &[u8]| {
        let world = World::new(&[]);
        let found = certificate((&name(tag, bytes), &world.leaf_key), (&world.root_name, &world.root_key), &[], &world.entropy);
        (found.subject_attribute("2.5.4.3"), found.subject())
    };
    let wide: Vec<u8> = "江海保险".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(BMP, &wide), (Some("江海保险".into()), "CN=江海保险".into()));
    assert_eq!(read(0x14, b"Guarantee Ltd").0.as_deref(), Some("Guarantee Ltd"));
    // GBK in a teletex string, a lone half of a pair, a control character: never half read.
    for (tag, bytes) in [(0x14, b"\xbd\xad".as_slice()), (BMP, &[0xd8, 0]), (UTF8, b"a\0b")] {
        let (text, whole) = read(tag, bytes);
        assert!(text.is_none() && whole.starts_with("CN=#"), "{tag}: {whole}");
    }
}
