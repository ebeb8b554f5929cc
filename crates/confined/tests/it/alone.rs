//! What a confined program cannot do to others (L7), tried from inside: this test program starts itself once more, confines itself as
//! the typesetter does, and tries.

use rustix::process::{Pid, Resource, Rlimit, Signal, getpid, kill_process, kill_process_group, prlimit, setrlimit, test_kill_process};
use std::process::Command;

#[test]
fn a_confined_program_signals_and_limits_nobody_but_itself() {
    let bystander = Command::new("sleep").arg("60").spawn();
    let mut bystander = bystander.unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["alone::tried_from_inside", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env("KAIHAN_BYSTANDER", bystander.id().to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let untouched = bystander.try_wait().unwrap().is_none();
    bystander.kill().unwrap();
    bystander.wait().unwrap();
    assert!(untouched, "the bystander was ended: {text}");
    assert!(text.contains("tried everything"), "{text}");
    // Aborting still works: it is a signal to oneself.
    assert!(!output.status.success(), "{text}");
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn tried_from_inside() {
    let Some(bystander) = std::env::var("KAIHAN_BYSTANDER").ok().and_then(|number| number.parse().ok()).and_then(Pid::from_raw) else {
        return;
    };
    // Asking who one's parent is is not allowed either.
    let (parent, own) = (rustix::process::getppid(), getpid());
    confined::confine().unwrap();
    let denied = rustix::io::Errno::PERM;
    for other in [Some(bystander), parent, Pid::from_raw(1)].into_iter().flatten() {
        for signal in [Signal::KILL, Signal::TERM, Signal::STOP] {
            assert_eq!(kill_process(other, signal), Err(denied));
        }
        assert_eq!(test_kill_process(other), Err(denied));
        assert_eq!(kill_process_group(other, Signal::KILL), Err(denied));
        let none = Rlimit { current: Some(1), maximum: Some(1) };
        assert_eq!(prlimit(Some(other), Resource::Cpu, none).err(), Some(denied));
    }
    // Everybody, and one's own group: numbers that mean more than oneself.
    assert_eq!(rustix::process::kill_current_process_group(Signal::KILL), Err(denied));
    let limit = Rlimit { current: Some(9), maximum: rustix::process::getrlimit(Resource::Cpu).maximum };
    setrlimit(Resource::Cpu, limit).unwrap();
    prlimit(Some(own), Resource::Cpu, limit).unwrap();
    println!("tried everything");
    std::process::abort();
}
