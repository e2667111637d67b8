//! How a verb ends: 0 done, 1 findings failed, 2 bad usage or input.

use std::process::ExitCode;

/// What a verb that did its work can still say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All well.
    Done,
    /// The work was done, and what it found is a failure (problems in a pack, an index that does not rebuild).
    FindingsFailed,
}

/// Prints an error with its causes to stderr and turns the ending into an exit code.
pub fn report(outcome: anyhow::Result<Ending>) -> ExitCode {
    match outcome {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::FindingsFailed) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// A reader such as `head` that has seen enough is no fault of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
