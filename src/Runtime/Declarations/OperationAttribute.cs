namespace Fusion;

/// <summary>
/// An operation of a <see cref="Layer"/>. A layer's operations run in the order in which the attributes are written. Arguments of type
/// <see cref="object"/> are a constant or a string with an expression over the block's parameters, <c>"4 * width"</c>, and over the shape
/// of the layer's input, which such a string calls <c>x</c>: <c>"6 * x.Channels"</c>. Sizes per dimension are
/// written in parentheses, <c>"(2, 1)"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
public abstract class OperationAttribute : Attribute
{
    private protected OperationAttribute()
    {
    }

    /// <summary>
    /// Replaces the name of the operation in the parameters' names, after the prefix of the block: <c>Name = "downsample.0"</c> gives
    /// <c>layer1.0.downsample.0.weight</c>. <c>{expression}</c> stands for a block parameter's value, <c>{index}</c> for the number of the
    /// repetition; a leading <c>/</c> drops the prefix of the block as well.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>An expression over the block's parameters; the operation is left out where it is false.</summary>
    public string? When { get; set; }
}
