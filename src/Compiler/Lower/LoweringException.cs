namespace Fusion.Compiler.Lower;

/// <summary>Ends the lowering of a network at its first mistake. Never leaves <see cref="Lowering"/>.</summary>
internal sealed class LoweringException(LoweringError error) : Exception(error.Message)
{
    public LoweringError Error { get; } = error;
}
