namespace Fusion.Kernels.Tests.Support.Ptx.Parsing;

/// <summary>An instruction, as text.</summary>
/// <param name="Line">Its line in the module, from 1.</param>
/// <param name="Text">The whole text, for messages.</param>
/// <param name="Guard">The predicate that it depends on; null where it depends on none.</param>
/// <param name="IsGuardNegated">Whether it is executed where the predicate is false.</param>
/// <param name="Name">The instruction with its modifiers: <c>add.f32</c>.</param>
/// <param name="Operands">Its operands.</param>
internal sealed record PtxStatement(
    int Line, string Text, string? Guard, bool IsGuardNegated, string Name, IReadOnlyList<PtxOperand> Operands)
{
    /// <summary>What is thrown where it has a form that is not known here.</summary>
    public NotSupportedException Unknown(string why) => new($"PTX line {Line}, '{Text}': {why}");
}
