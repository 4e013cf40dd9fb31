namespace Fusion.Kernels.Tests.Support.Ptx.Execution;

/// <summary>What PTX leaves to the device and its compiler.</summary>
/// <param name="ContractsProducts">Whether a sum takes a product without rounding that first: of <c>mul.f32</c> and <c>add.f32</c>
/// without a rounding mode the driver's compiler makes one instruction wherever it likes.</param>
/// <param name="TruncatesMatrixSums">Whether matrix units cut their sums off instead of rounding to nearest. The PTX ISA leaves it open;
/// devices are seen to cut off.</param>
internal sealed record PtxFreedom(bool ContractsProducts, bool TruncatesMatrixSums)
{
    /// <summary>Everything is rounded to nearest, each by itself.</summary>
    public static PtxFreedom None { get; } = new(false, false);

    /// <summary>As devices do.</summary>
    public static PtxFreedom All { get; } = new(true, true);
}
