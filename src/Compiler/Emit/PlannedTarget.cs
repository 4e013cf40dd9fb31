namespace Fusion.Compiler.Emit;

/// <summary>A network planned for one target, and what that adds to the generated class.</summary>
/// <param name="FileName">What its file is called, between the class and <c>.g.cs</c>.</param>
/// <param name="Variants">One per size.</param>
public abstract record PlannedTarget(string FileName, IReadOnlyList<CompiledVariant> Variants)
{
    /// <summary>The names of types that its text uses without a namespace.</summary>
    internal virtual KernelAliases Aliases => KernelAliases.None;

    /// <summary>What it says of itself in the description: an initializer of <c>NetworkInfo</c>, or nothing.</summary>
    internal virtual string DescriptionInitializer => "";

    /// <summary>Where a training step keeps a parameter, in floats from the start of all weights.</summary>
    internal virtual long OffsetOf(Parameter parameter) =>
        throw new NotSupportedException($"The file {FileName} has no training step.");

    /// <summary>Prints what it adds to what users call, such as a way of its own to load a network.</summary>
    internal virtual void EmitMembers(NetworkText text)
    {
    }

    /// <summary>Prints the classes that its members call, beside them: in the namespace of the kernels.</summary>
    internal virtual void EmitAccess(NetworkText text)
    {
    }

    /// <summary>Prints its file, which only a build has: the kernels.</summary>
    internal abstract void EmitFile(NetworkText text);
}
