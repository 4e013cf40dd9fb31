namespace Fusion.Training.Tests.Networks;

/// <summary>Results whose names are those of a training's members, and an input that is called as that of a loss.</summary>
[FusedNetwork]
public partial class TwoHeads
{
    [Linear(4), Tanh]   Layer shared;
    [Linear(2)]         Layer first;
    [Linear(3)]         Layer second;

    (Tensor loss, Tensor step) Forward([Shape(3)] Tensor labels) => (first(shared(labels)), second(shared(labels)));
}

/// <summary>A network that hides infinite inputs from its loss.</summary>
[FusedNetwork(3)]
public partial class Saturating
{
    [Linear(4), Tanh]   Layer hidden;
    [Linear(2)]         Layer logits;
}
