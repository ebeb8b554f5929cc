//! The bounds of the process (T-15, T-22): a wording is a program, and a program can be wrong.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use std::io;

/// Most address space, in bytes; a letter needs about a tenth of it.
const MEMORY_MAX: u64 = 1 << 30;
/// Most processor time for one sheet, in seconds; a letter needs hundredths.
const CPU_SECONDS_MAX: u64 = 10;

/// What typesetting asks of the kernel: memory, its two pipes, threads that wait for one another, the time of day, its end.
/// Opening a file, a socket or a process is not among it and answers `EPERM`.
const CALLS: [i64; 35] = [
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
    libc::SYS_tgkill,
    libc::SYS_prlimit64,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_fstat,
    libc::SYS_poll,
    libc::SYS_ppoll,
    libc::SYS_membarrier,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// Confines every thread of this process, for good: memory, no new files, no sockets, no processes.
///
/// # Errors
/// When the kernel does not take the limits; then nothing must be typeset.
pub fn confine() -> io::Result<()> {
    setrlimit(Resource::As, Rlimit { current: Some(MEMORY_MAX), maximum: Some(MEMORY_MAX) })?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    let architecture = std::env::consts::ARCH.try_into().map_err(other)?;
    let rules = CALLS.into_iter().map(|call| (call, Vec::new())).collect();
    let denied = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let filter = SeccompFilter::new(rules, denied, SeccompAction::Allow, architecture).map_err(other)?;
    let program = BpfProgram::try_from(filter).map_err(other)?;
    seccompiler::apply_filter_all_threads(&program).map_err(other)
}

/// Gives the next sheet its processor time; the kernel ends the process when it is used up.
///
/// # Errors
/// When the kernel refuses.
pub fn renew_cpu_time() -> io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let limit = Rlimit { current: Some(used + CPU_SECONDS_MAX), maximum: getrlimit(Resource::Cpu).maximum };
    Ok(setrlimit(Resource::Cpu, limit)?)
}
