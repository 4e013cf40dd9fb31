namespace Fusion.Samples.Distill.Runs;

/// <summary>What all gave.</summary>
internal sealed record CourseResult(Plan Plan, IReadOnlyList<Epoch> Teacher, IReadOnlyList<WayResult> Ways)
{
    public WayResult Alone => Ways[0];

    public WayResult Aligned => Ways[^1];

    /// <summary>The share of the test that the teacher gets right.</summary>
    public double TeacherAccuracy => Teacher[^1].Tested;
}
