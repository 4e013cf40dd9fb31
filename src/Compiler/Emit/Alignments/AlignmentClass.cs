using Fusion.Compiler.Differentiate;

namespace Fusion.Compiler.Emit.Alignments;

/// <summary>What the generated part of an alignment that stands alone says beside its kernels.</summary>
/// <param name="Alignment">As it is declared.</param>
/// <param name="Student">A whole batch of the student's features.</param>
/// <param name="Teacher">And of the teacher's.</param>
public sealed record AlignmentClass(StandaloneAlignment Alignment, Shape Student, Shape Teacher)
{
    /// <summary>The path of the student's layer that can take the connector into its weights; null where there is none.</summary>
    public string? FoldsInto { get; init; }

    /// <summary>The student's parameters behind that layer.</summary>
    public EquatableArray<string> BehindFold { get; init; } = [];

    /// <summary>What becomes of the connector when the student runs, as a sentence; null where there is no connector.</summary>
    public string? Remark { get; init; }

    /// <summary>The path of the teacher's norm that the margins come from; null where the loss has none.</summary>
    public string? MarginNorm { get; init; }

    public static AlignmentClass Of(StandaloneAlignment alignment, Teaching teaching)
    {
        var between = new Alignment(alignment.Spec, teaching);
        return new AlignmentClass(
            alignment, Batched.Of(between.StudentShape, alignment.Samples), Batched.Of(between.TeacherShape, alignment.Samples))
        {
            FoldsInto = between.FoldsInto,
            BehindFold = between.BehindFold,
            Remark = between.Remark,
            MarginNorm = between.MarginNorm?.Path,
        };
    }
}
