namespace Fusion.Compiler.Lower;

/// <summary>Ends the lowering of a network at a mistake after which it can't go on. Never leaves <see cref="Lowering"/>.</summary>
internal sealed class LoweringException(LoweringError error) : Exception(error.Message)
{
    public LoweringError Error { get; } = error;

    /// <summary>Whether it says which loop does not end.</summary>
    public bool IsOfLoop { get; init; }
}
