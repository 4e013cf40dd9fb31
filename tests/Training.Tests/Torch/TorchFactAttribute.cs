namespace Fusion.Training.Tests.Torch;

/// <summary>A test that needs libtorch; it is skipped, with the reason, where libtorch cannot be loaded.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = Libtorch.Problem;
}

/// <summary>As <see cref="TorchFactAttribute"/>, for theories.</summary>
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = Libtorch.Problem;
}
