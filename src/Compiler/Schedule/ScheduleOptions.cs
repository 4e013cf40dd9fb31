namespace Fusion.Compiler.Schedule;

/// <summary>What a project says about scheduling.</summary>
public sealed record ScheduleOptions(Arithmetic Arithmetic, Tuning Tuning)
{
    public static ScheduleOptions Default { get; } = new(Arithmetic.Fast, Tuning.None);
}
