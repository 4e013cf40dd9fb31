namespace Fusion.Compiler.Differentiate;

/// <summary>How a parameter follows its gradient: a rule that appends its updates to the graph.</summary>
public abstract record Optimizer
{
    /// <summary>Weight decay of what is not a norm's parameter or a bias.</summary>
    public double Decay { get; init; }

    /// <summary>Whether norms and biases decay, too.</summary>
    public bool DecaysAll { get; init; }

    /// <summary>The greatest norm of all gradients together; 0 for any.</summary>
    public double Clip { get; init; }

    /// <summary>The attribute with its options, in short.</summary>
    public string Declaration => $"{Named}, weight decay {Text(Decay)}{(DecaysAll ? " of all" : "")}, clip norm {Text(Clip)}";

    /// <summary>The attribute with the options that are its own.</summary>
    private protected abstract string Named { get; }

    private protected static string Text(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="inputs">The step's numbers and the guard, which every update reads.</param>
    /// <returns>The new values of the parameter, which the caller stores; what is kept beside them is stored already.</returns>
    internal abstract int Append(GraphBuilder builder, Parameter parameter, int gradient, int[] inputs);

    private protected double DecayOf(Parameter parameter) => DecaysAll || parameter.Kind == ParameterKind.Weight ? Decay : 0;

    private protected static int Add(GraphBuilder builder, UpdateOperation update, int[] inputs) =>
        builder.Add(update, inputs, update.Target);

    private protected static int Keep(GraphBuilder builder, UpdateOperation update, string state, int[] inputs)
    {
        int value = Add(builder, update, inputs);
        builder.Store(state, value);
        return value;
    }
}

/// <summary>Stochastic gradient descent, as in PyTorch.</summary>
/// <param name="Momentum">µ; 0 for none.</param>
public sealed record Sgd(double Momentum = 0, bool Nesterov = false) : Optimizer
{
    private protected override string Named => $"Sgd of momentum {Text(Momentum)}{(Nesterov ? ", Nesterov's" : "")}";

    internal override int Append(GraphBuilder builder, Parameter parameter, int gradient, int[] inputs)
    {
        string name = parameter.Name;
        double decay = DecayOf(parameter);
        var step = new SgdStep(name, parameter.Dimensions, Momentum, decay, Nesterov && Momentum > 0);
        if (Momentum == 0) return Add(builder, step, [gradient, .. inputs]);
        var momentum = new Momentum(name, parameter.Dimensions, Momentum, decay);
        int moved = Keep(builder, momentum, momentum.StateName, [gradient, .. inputs]);
        return Add(builder, step, [gradient, moved, .. inputs]);
    }
}

/// <summary>Adam (arXiv 1412.6980), or AdamW (arXiv 1711.05101), as in PyTorch.</summary>
/// <param name="IsDecoupled">Whether weight decay stands apart from the gradient, as in AdamW.</param>
public sealed record Adam(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, bool IsDecoupled = false) : Optimizer
{
    private protected override string Named =>
        $"{(IsDecoupled ? "AdamW" : "Adam")} of betas {Text(Beta1)} and {Text(Beta2)}, epsilon {Text(Epsilon)}";

    internal override int Append(GraphBuilder builder, Parameter parameter, int gradient, int[] inputs)
    {
        string name = parameter.Name;
        double decay = DecayOf(parameter), inGradient = IsDecoupled ? 0 : decay;
        var mean = new AdamMean(name, parameter.Dimensions, Beta1, inGradient);
        var square = new AdamSquare(name, parameter.Dimensions, Beta2, inGradient);
        int first = Keep(builder, mean, mean.StateName, [gradient, .. inputs]);
        int second = Keep(builder, square, square.StateName, [gradient, .. inputs]);
        var step = new AdamStep(name, parameter.Dimensions, Epsilon, IsDecoupled ? decay : 0);
        return Add(builder, step, [first, second, .. inputs]);
    }
}
