//! The bounds of the process (T-15, T-22): a wording is a program, and a program can be wrong.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use seccompiler::{BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule};
use std::collections::BTreeMap;
use std::io;

/// Most address space, in bytes; a letter needs about a tenth of it.
const MEMORY_MAX: u64 = 1 << 30;
/// Most processor time for one sheet, in seconds; a letter needs hundredths.
pub const CPU_SECONDS_MAX: u64 = 10;

/// What typesetting asks of the kernel: memory, its two pipes, threads that wait for one another, the time of day, its end.
/// Opening a file, a socket or a process is not among it and answers `EPERM`.
const CALLS: [i64; 33] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_fstat,
    libc::SYS_poll,
    libc::SYS_ppoll,
    libc::SYS_membarrier,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What is allowed about this process alone, and the place of the argument that says which process: aborting is a signal to oneself,
/// processor time is a limit of one's own (L7).
const OWN_CALLS: [(i64, u8); 3] = [(libc::SYS_kill, 0), (libc::SYS_tgkill, 0), (libc::SYS_prlimit64, 0)];

/// The rules for a process with this number. `0` means oneself to `prlimit64`, but a whole group to `kill`.
fn rules(own: u32) -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::BackendError> {
    let is = |place, value: u32| {
        // Numbers of processes are 32 bits wide; the upper half is not looked at by the kernel, and so not by the filter.
        SeccompCondition::new(place, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, u64::from(value)).and_then(|is| SeccompRule::new(vec![is]))
    };
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = CALLS.into_iter().map(|call| (call, Vec::new())).collect();
    for (call, place) in OWN_CALLS {
        rules.insert(call, vec![is(place, own)?]);
    }
    rules.entry(libc::SYS_prlimit64).or_default().push(is(0, 0)?);
    Ok(rules)
}

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// Confines every thread of this process, for good: memory, no new files, no sockets, no processes, no signals or limits but its own.
///
/// # Errors
/// When the kernel does not take the limits; then nothing must be typeset.
pub fn confine() -> io::Result<()> {
    setrlimit(Resource::As, Rlimit { current: Some(MEMORY_MAX), maximum: Some(MEMORY_MAX) })?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    let architecture = std::env::consts::ARCH.try_into().map_err(other)?;
    let rules = rules(std::process::id()).map_err(other)?;
    let denied = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let filter = SeccompFilter::new(rules, denied, SeccompAction::Allow, architecture).map_err(other)?;
    let program = BpfProgram::try_from(filter).map_err(other)?;
    seccompiler::apply_filter_all_threads(&program).map_err(other)
}

/// Gives the next sheet or file its processor time, in seconds; the kernel ends the process when it is used up.
///
/// # Errors
/// When the kernel refuses.
pub fn renew_cpu_time(seconds: u64) -> io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let limit = Rlimit { current: Some(used + seconds.clamp(1, CPU_SECONDS_MAX)), maximum: getrlimit(Resource::Cpu).maximum };
    Ok(setrlimit(Resource::Cpu, limit)?)
}
