using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// A call of one of the kernel's methods: follows the values that lead to shared memory through its IL until nothing changes any more, and
/// then writes its events into a graph.
/// </summary>
internal sealed class IlFrame
{
    private readonly IReadOnlyList<IlInstruction> _code;
    private readonly IlState?[] _states;
    private readonly MemoryEvent?[] _events;
    private readonly IlFrame?[] _callees;
    private readonly string _path;
    private readonly Func<string, int> _allocation;
    private IlValue _result;
    private bool _hasChanged;

    private IlFrame(MethodBase method, IlValue[] arguments, string path, Func<string, int> allocation)
    {
        _code = IlInstruction.Of(method);
        _states = new IlState?[_code.Count];
        _states[0] = new IlState(new IlValue[method.GetMethodBody()!.LocalVariables.Count], arguments, []);
        _events = new MemoryEvent?[_code.Count];
        _callees = new IlFrame?[_code.Count];
        _path = path;
        _allocation = allocation;
    }

    /// <summary>Follows a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="path">The place of the call, which names what is allocated in it.</param>
    /// <param name="allocation">Numbers shared arrays by the place of their allocation.</param>
    public static IlFrame Of(MethodBase method, IlValue[] arguments, string path, Func<string, int> allocation)
    {
        if (path.Count(character => character == '/') > 32) throw new NotSupportedException($"{method.Name} calls itself.");
        var frame = new IlFrame(method, arguments, path, allocation);
        do
        {
            frame._hasChanged = false;
            frame.Follow();
        }
        while (frame._hasChanged);
        return frame;
    }

    /// <summary>Writes the events between two places of a graph.</summary>
    public void Write(EventGraph graph, int start, int end)
    {
        int[] places = new int[_code.Count];
        for (int i = 0; i < places.Length; i++) places[i] = i == 0 ? start : graph.Add();
        // A loop back to the first instruction must not be one of the caller's.
        if (_code.Any(one => one.Targets.Contains(0))) graph.Step(start, places[0] = graph.Add());
        for (int i = 0; i < _code.Count; i++)
        {
            foreach (int target in _code[i].Targets) graph.Step(places[i], places[target]);
            if (_code[i].Code.FlowControl is FlowControl.Return) graph.Step(places[i], end);
            if (!FallsThrough(_code[i].Code)) continue;
            if (_callees[i] is { } callee) callee.Write(graph, places[i], places[i + 1]);
            else graph.Step(places[i], places[i + 1], _events[i]);
        }
    }

    private static bool FallsThrough(OpCode code) =>
        code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);

    private void Follow()
    {
        var open = new Stack<int>([0]);
        var done = new HashSet<int>();
        while (open.TryPop(out int i))
        {
            if (!done.Add(i)) continue;
            IlState state = _states[i]!.Copy();
            Execute(i, state);
            foreach (int target in _code[i].Targets) Reach(target, state, open, done);
            if (FallsThrough(_code[i].Code)) Reach(i + 1, state, open, done);
        }
    }

    private void Reach(int target, IlState state, Stack<int> open, HashSet<int> done)
    {
        IlState? before = _states[target];
        IlState merged = before is null ? state : before.Or(state);
        if (before is null || !before.IsSame(merged))
        {
            _states[target] = merged;
            _hasChanged = true;
            done.Remove(target);
        }
        open.Push(target);
    }

    private void Execute(int i, IlState state)
    {
        Stack<IlValue> stack = state.Stack;
        IlInstruction one = _code[i];
        string name = one.Code.Name!;
        string stem = name.Split('.')[0];
        switch (stem)
        {
            case "ldarg": stack.Push(state.Arguments[Number(one)]); break;
            case "ldarga": stack.Push(state.Arguments[Number(one)] with { IsAddress = false, Variable = -1 - Number(one) }); break;
            case "starg": state.Arguments[Number(one)] = stack.Pop(); break;
            case "ldloc": stack.Push(state.Variables[Number(one)]); break;
            case "ldloca": stack.Push(state.Variables[Number(one)] with { IsAddress = false, Variable = Number(one) }); break;
            case "stloc": state.Variables[Number(one)] = stack.Pop(); break;
            case "dup": stack.Push(stack.Peek()); break;
            case "ldind" or "ldobj": stack.Push(Load(i, stack.Pop(), Bits(one))); break;
            case "stind" or "stobj": Store(i, state, Bits(one)); break;
            case "ldfld": stack.Push(Load(i, stack.Pop(), BitsOf(((FieldInfo)one.Operand!).FieldType))); break;
            case "ldflda": break;
            case "stfld": Store(i, state, BitsOf(((FieldInfo)one.Operand!).FieldType)); break;
            case "call" or "callvirt" or "newobj": Call(i, (MethodBase)one.Operand!, state, stem == "newobj"); break;
            case "ret": if (stack.TryPop(out IlValue result)) Merge(ref _result, result); break;
            default: Other(one.Code, stack); break;
        }
    }

    private IlValue Load(int i, IlValue address, int bits)
    {
        if (!address.IsAddress) return address with { Variable = null };
        Happens(i, MemoryEvent.Load(address.Arrays, bits));
        return IlValue.Unknown;
    }

    private void Store(int i, IlState state, int bits)
    {
        IlValue value = state.Stack.Pop(), address = state.Stack.Pop();
        if (address.IsAddress) Happens(i, MemoryEvent.Store(address.Arrays, bits));
        else state.Assign(address, value);
    }

    private void Call(int i, MethodBase method, IlState state, bool isNew)
    {
        Stack<IlValue> stack = state.Stack;
        int count = method.GetParameters().Length + (method.IsStatic || isNew ? 0 : 1);
        var arguments = new IlValue[count];
        for (int a = count - 1; a >= 0; a--) arguments[a] = stack.Pop();
        IlValue result;
        if (IlCalls.Allocates(method))
        {
            result = new IlValue(SharedArrays.Of(_allocation($"{_path}:{i}")));
        }
        else if (IlCalls.IsOfKernel(method))
        {
            // The variables whose addresses are passed are the caller's: the callee sees what they lead to, and no more.
            IlValue[] passed = [.. arguments.Select(argument => argument with { Variable = null })];
            IlFrame callee = _callees[i] = Of(method, passed, $"{_path}/{i}", _allocation);
            result = callee._result;
        }
        else
        {
            Happens(i, IlCalls.Event(method, arguments, LastText(i)));
            result = IlCalls.Result(method, arguments);
            // A constructor on a variable's address.
            if (method.IsConstructor && !isNew) state.Assign(arguments[0], result);
        }
        if (isNew || method is MethodInfo info && info.ReturnType != typeof(void)) stack.Push(result);
    }

    private string? LastText(int i)
    {
        for (int at = i; at >= 0; at--)
            if (_code[at].Operand is string text) return text;
        return null;
    }

    private void Happens(int i, MemoryEvent? happens)
    {
        if (_events[i] == happens) return;
        _events[i] = happens;
        _hasChanged = true;
    }

    private void Merge(ref IlValue variable, IlValue value)
    {
        IlValue merged = variable.Or(value);
        if (merged == variable) return;
        variable = merged;
        _hasChanged = true;
    }

    private static int Number(IlInstruction one) =>
        one.Operand is int number ? number : one.Code.Name![^1] - '0';

    private static int Bits(IlInstruction one) => one.Operand is Type type ? BitsOf(type) : one.Code.Name!.Split('.')[1] switch
    {
        "i1" or "u1" => 8,
        "i2" or "u2" => 16,
        "i8" or "r8" => 64,
        _ => 32,
    };

    private static int BitsOf(Type type) =>
        8 * (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static void Other(OpCode code, Stack<IlValue> stack)
    {
        for (int n = Count(code.StackBehaviourPop); n > 0; n--) stack.Pop();
        for (int n = Count(code.StackBehaviourPush); n > 0; n--) stack.Push(IlValue.Unknown);
    }

    /// <summary>The values that a behaviour names: <c>Popi_popi</c> are two.</summary>
    private static int Count(StackBehaviour behaviour) =>
        behaviour is StackBehaviour.Pop0 or StackBehaviour.Push0 ? 0 : behaviour.ToString().Split('_').Length;
}
