namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>What is known of a value on the stack, in an argument or in a variable: the shared arrays that it leads to.</summary>
/// <param name="Arrays">The shared arrays of a view, or of an address in one.</param>
/// <param name="IsAddress">Whether reading or writing through it touches shared memory.</param>
/// <param name="Variable">The variable whose address it is; null for all else.</param>
internal readonly record struct IlValue(SharedArrays Arrays, bool IsAddress = false, int? Variable = null)
{
    public static IlValue Unknown => default;

    /// <summary>What it is where two paths meet.</summary>
    public IlValue Or(IlValue other) =>
        new(Arrays | other.Arrays, IsAddress || other.IsAddress, Variable == other.Variable ? Variable : Variable ?? other.Variable);
}
