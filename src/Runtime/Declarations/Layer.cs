namespace Fusion;

/// <summary>One step of a network: the operations in the attributes of a field of this type, applied in order. Read at build time, never
/// executed.</summary>
/// <param name="x">The value that the layer is applied to.</param>
/// <returns>The value that it computes.</returns>
public delegate Tensor Layer(Tensor x);
