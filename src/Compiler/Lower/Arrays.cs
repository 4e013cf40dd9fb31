using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Arrays and their elements.</summary>
internal sealed class Arrays(Evaluator evaluator, LoweringErrors errors)
{
    private const int LengthLimit = 10_000;

    /// <summary>The elements of an array or a tuple; null where the value is none.</summary>
    public static IList<object>? Items(object value) => value switch
    {
        Several several => several.Items,
        EquatableArray<int> sizes => [.. sizes.Cast<object>()],
        _ => null,
    };

    /// <summary>An array of whole numbers, or of such arrays, as operations take it; null where the value is something else.</summary>
    public static EquatableArray<int>? WholeNumbers(object value)
    {
        if (value is not Several { Items: { Count: > 0 } items }) return null;
        var numbers = new List<int>();
        foreach (object item in items)
        {
            if (item is int number) numbers.Add(number);
            else if (item is EquatableArray<int> several) numbers.AddRange(several);
            else if (WholeNumbers(item) is { } inner) numbers.AddRange(inner);
            else return null;
        }

        return numbers.ToEquatableArray();
    }

    /// <summary>Numbers of which not all are whole, as operations take them; null where the value is something else.</summary>
    public static EquatableArray<double>? Numbers(object value) =>
        value is Several { Items: { Count: > 0 } items } && items.All(item => item is int or double)
            ? items.Select(Convert.ToDouble).ToEquatableArray() : null;

    public object Create(Frame frame, ArrayOf array)
    {
        var items = new List<object>();
        foreach (Expression element in array.Elements)
        {
            object value = evaluator.Evaluate(frame, element is ElementsOf all ? all.Value : element);
            if (element is not ElementsOf)
            {
                items.Add(value);
                continue;
            }

            if (value is UnknownValue) return value;
            if (Items(value) is not { } parts)
            {
                return errors.Add(frame.Error(
                    element.Id, DiagnosticIds.UnexpectedValue,
                    $"This is {Scalars.Describe(value)}, but '..' puts the elements of an array into another; leave it out"));
            }

            items.AddRange(parts);
        }

        return new Several(items);
    }

    public object Create(Frame frame, NewArray array) => evaluator.Evaluate(frame, array.Length) switch
    {
        int length and >= 0 and <= LengthLimit => new Several(Enumerable.Repeat<object>(UnassignedValue.Instance, length)),
        UnknownValue unknown => unknown,
        var length => errors.Add(frame.Error(
            array.Length.Id, DiagnosticIds.UnexpectedValue,
            $"The length of the array is {Scalars.Describe(length)}, but 0 to {LengthLimit} elements were expected")),
    };

    public object Element(Frame frame, Declarations.Index index)
    {
        object target = evaluator.Evaluate(frame, index.Target), position = Position(frame, target, index.Position);
        if (Find(frame, index.Id, target, position) is not { } found) return UnknownValue.Instance;
        object value = found.Items[found.Position];
        return value is not UnassignedValue ? value : errors.Add(frame.Error(
            index.Id, DiagnosticIds.UnexpectedValue, $"The element {found.Position} has no value yet; assign one before it is used"));
    }

    public void Assign(Frame frame, AssignElement assign)
    {
        object target = evaluator.Evaluate(frame, assign.Target), position = Position(frame, target, assign.Position);
        object value = evaluator.Evaluate(frame, assign.Value);
        if (Find(frame, assign.Id, target, position) is { } found) found.Items[found.Position] = value;
        else Forget(target);
    }

    /// <summary>Of an array, it is unknown which element has which value.</summary>
    public static void Forget(object? target)
    {
        if (target is not Several several) return;
        for (int i = 0; i < several.Items.Count; i++) several.Items[i] = UnknownValue.Instance;
    }

    /// <summary>The number of an element, counted from the first one on.</summary>
    private object Position(Frame frame, object target, Expression position)
    {
        if (position is not FromEnd fromEnd) return evaluator.Evaluate(frame, position);
        object back = evaluator.Evaluate(frame, fromEnd.Value);
        return back is int number && Items(target) is { } items ? items.Count - number : back;
    }

    /// <returns>Null where it is unknown which element is meant; what is wrong is reported.</returns>
    private (IList<object> Items, int Position)? Find(Frame frame, int expression, object target, object position)
    {
        if (target is UnknownValue || position is UnknownValue) return null;
        if (Items(target) is not { } items || position is not int number)
        {
            errors.Add(frame.Error(
                expression, DiagnosticIds.UnexpectedValue,
                $"{Scalars.Describe(target)} cannot be indexed with {Scalars.Describe(position)}; index the result of Split with a "
                    + "whole number"));
            return null;
        }

        if (number >= 0 && number < items.Count) return (items, number);
        errors.Add(frame.Error(
            expression, DiagnosticIds.UnexpectedValue,
            $"The index is {number}, but there are {items.Count} {(items.Any(item => item is LayerValue) ? "layers" : "elements")}; "
                + (items.Count == 0 ? "the array is empty" : $"use 0 to {items.Count - 1}")));
        return null;
    }
}
