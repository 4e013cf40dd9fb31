namespace Fusion.Compiler.Differentiate;

/// <summary>What one of an alignment's programs does.</summary>
public enum AlignmentProgram
{
    /// <summary>The loss alone.</summary>
    Forward,

    /// <summary>The gradients of the connector and of the student's features, too.</summary>
    Backward,

    /// <summary>And that of the teacher's.</summary>
    BackwardToTeacher,

    /// <summary>What <see cref="Backward"/> does, and an update of the connector.</summary>
    Step,
}
