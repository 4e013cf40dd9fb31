namespace Fusion.Compiler.Emit.Training;

/// <summary>The teacher of a training, as its generated part runs it.</summary>
/// <param name="Type">The network's class by its full name.</param>
/// <param name="Access">What may begin the training: <c>public</c>, or <c>internal</c> where the teacher's class is.</param>
/// <param name="Results">All results of the teacher, in order.</param>
public sealed record TeacherClass(string Type, string Access, EquatableArray<TeacherResult> Results)
{
    /// <summary>The taps that the step looks at; where there are any, the teacher runs sample by sample.</summary>
    public EquatableArray<TeacherTap> Taps { get; init; } = [];

    /// <summary>The norms whose parameters the step looks at, once for all steps.</summary>
    public EquatableArray<TeacherMargins> Margins { get; init; } = [];

    /// <summary>Whether an input of the step comes from the teacher.</summary>
    public bool Gives(string input) => Results.Any(result => result.Input == input) || Taps.Any(tap => tap.Input == input)
        || Margins.Any(margins => margins.Input == input);
}

/// <summary>A value inside the teacher.</summary>
/// <param name="Name">The tap.</param>
/// <param name="Elements">The values of one sample.</param>
/// <param name="Input">The input of the step that it is for.</param>
public sealed record TeacherTap(string Name, long Elements, string Input);

/// <summary>The margins of the channels behind a norm of the teacher.</summary>
/// <param name="Norm">The path of the norm's parameters.</param>
/// <param name="Input">The input of the step that they are for.</param>
public sealed record TeacherMargins(string Norm, string Input);

/// <summary>A result of the teacher.</summary>
/// <param name="Elements">The values of one sample.</param>
/// <param name="Input">The input of the step that it is for; null where the step does not look at it.</param>
public sealed record TeacherResult(long Elements, string? Input);
