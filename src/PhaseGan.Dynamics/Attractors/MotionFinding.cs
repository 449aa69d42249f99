namespace PhaseGan.Dynamics;

/// <summary>What the examination of a motion that goes on came to, with the words that say so.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Words">What was seen, for how long.</param>
/// <param name="IsToGoOn">Whether a longer look from here would show no more, so that the motion is to be followed further.</param>
/// <param name="IsTransient">Whether it is open because something stable may yet catch the motion.</param>
/// <param name="IsUnseen">Whether it is open because the budget did not suffice to examine the motion.</param>
internal readonly record struct MotionFinding(MotionOutcome Outcome, string Words, bool IsToGoOn = false, bool IsTransient = false, bool IsUnseen = false);
