namespace Fusion.Compiler.Emit;

/// <summary>The teacher of a training, as its generated part runs it.</summary>
/// <param name="Type">The network's class by its full name.</param>
/// <param name="Access">What may begin the training: <c>public</c>, or <c>internal</c> where the teacher's class is.</param>
/// <param name="Results">All results of the teacher, in order.</param>
public sealed record TeacherClass(string Type, string Access, EquatableArray<TeacherResult> Results)
{
    /// <summary>Whether an input of the step comes from the teacher.</summary>
    public bool Gives(string input) => Results.Any(result => result.Input == input);
}

/// <summary>A result of the teacher.</summary>
/// <param name="Elements">The values of one sample.</param>
/// <param name="Input">The input of the step that it is for; null where the step does not look at it.</param>
public sealed record TeacherResult(long Elements, string? Input);
